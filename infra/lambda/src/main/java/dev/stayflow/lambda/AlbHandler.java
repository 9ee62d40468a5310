package dev.stayflow.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerRequestEvent;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerResponseEvent;
import dev.stayflow.runtime.HostedFunction;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Requests that an Application Load Balancer brings: within a VPC, where nobody but those whom its
 * security group lets in can send events. The first part of the path names the function, the
 * function sees the rest.
 */
public final class AlbHandler
    implements RequestHandler<
        ApplicationLoadBalancerRequestEvent, ApplicationLoadBalancerResponseEvent> {
  private final LambdaFunction function = LambdaFunction.fromEnvironment();

  @Override
  public ApplicationLoadBalancerResponseEvent handleRequest(
      ApplicationLoadBalancerRequestEvent event, Context context) {
    HostedFunction.Reply reply = reply(event);
    var response = new ApplicationLoadBalancerResponseEvent();
    response.setStatusCode(reply.status());
    response.setHeaders(reply.headers());
    response.setBody(reply.text());
    return response;
  }

  private HostedFunction.Reply reply(ApplicationLoadBalancerRequestEvent event) {
    if (event.getHttpMethod() == null) {
      return function.running().unreadable("This is no request of a load balancer");
    }
    return HttpBody.of(event.getBody(), event.getIsBase64Encoded())
        .map(
            body ->
                function
                    .running()
                    .request(event.getHttpMethod(), path(event), headers(event), body))
        .orElseGet(() -> function.running().unreadable("The body is not base64"));
  }

  private static String path(ApplicationLoadBalancerRequestEvent event) {
    String path = Objects.requireNonNullElse(event.getPath(), "");
    int rest = path.indexOf('/', 1);
    return rest < 0 ? "/" : path.substring(rest);
  }

  /** With multi-value headers switched on, a target group fills those instead. */
  private static Map<String, String> headers(ApplicationLoadBalancerRequestEvent event) {
    var headers = new HashMap<String, String>();
    if (event.getHeaders() != null) {
      headers.putAll(event.getHeaders());
    }
    if (event.getMultiValueHeaders() != null) {
      event.getMultiValueHeaders().forEach((name, all) -> headers.put(name, String.join(",", all)));
    }
    return headers;
  }
}
