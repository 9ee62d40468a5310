package dev.stayflow.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.stayflow.runtime.HostedFunction;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests that an HTTP API of API Gateway brings (payload 2.0), and function URLs. The route is
 * the gateway's business: a function sees {@code /}, and where the route ends in <code>{proxy+}
 * </code>, what that stands for.
 */
public final class HttpHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private static final String ANY_ROUTE = "$default";

  private final LambdaFunction function = LambdaFunction.fromEnvironment();

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    HostedFunction.Reply reply = reply(event);
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(reply.status())
        .withHeaders(reply.headers())
        .withBody(reply.text())
        .withIsBase64Encoded(false)
        .build();
  }

  private HostedFunction.Reply reply(APIGatewayV2HTTPEvent event) {
    Optional<String> method = method(event);
    if (method.isEmpty()) {
      return function.running().unreadable("This is no request of an HTTP API, payload 2.0");
    }
    return HttpBody.of(event.getBody(), event.getIsBase64Encoded())
        .map(body -> function.running().request(method.get(), path(event), headers(event), body))
        .orElseGet(() -> function.running().unreadable("The body is not base64"));
  }

  private static Optional<String> method(APIGatewayV2HTTPEvent event) {
    return Optional.ofNullable(event.getRequestContext())
        .map(APIGatewayV2HTTPEvent.RequestContext::getHttp)
        .map(APIGatewayV2HTTPEvent.RequestContext.Http::getMethod);
  }

  private static String path(APIGatewayV2HTTPEvent event) {
    @Nullable String route = event.getRouteKey();
    if (route == null || route.equals(ANY_ROUTE)) {
      return Objects.requireNonNullElse(event.getRawPath(), "");
    }
    @Nullable Map<String, String> parameters = event.getPathParameters();
    return "/" + (parameters == null ? "" : parameters.getOrDefault("proxy", ""));
  }

  private static Map<String, String> headers(APIGatewayV2HTTPEvent event) {
    var headers = new HashMap<String, String>();
    if (event.getHeaders() != null) {
      headers.putAll(event.getHeaders());
    }
    if (event.getCookies() != null) {
      // The gateway takes them out of the headers.
      headers.put("cookie", String.join("; ", event.getCookies()));
    }
    return headers;
  }
}
