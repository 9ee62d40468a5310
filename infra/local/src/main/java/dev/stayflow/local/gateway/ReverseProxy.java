package dev.stayflow.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import dev.stayflow.local.gateway.RouteTable.Target;
import dev.stayflow.local.manifests.Services;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes a request on to the function of its route, and the answer back. */
final class ReverseProxy {
  private static final Logger LOG = LoggerFactory.getLogger(ReverseProxy.class);

  /** What a function takes at most, in bytes; what is larger need not travel to it. */
  private static final int MAX_BODY = 64 * 1024;

  /** How much of a too large body is read before the answer, so that the client gets to see it. */
  private static final int MAX_DRAINED = 16 * 1024 * 1024;

  private final RouteTable routes;
  private final Services services;
  private final Duration limit;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /**
   * @param limit how long a function may take to answer
   */
  ReverseProxy(RouteTable routes, Services services, Duration limit) {
    this.routes = routes;
    this.services = services;
    this.limit = limit;
  }

  void handle(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getRawPath();
    switch (routes.find(exchange.getRequestMethod(), path)) {
      case Target.Unknown unknown ->
          GatewayProblem.NOT_FOUND.answer(
              exchange, "No route of the gateway has the path " + path + ".");
      case Target.WrongMethod(var allowed) -> {
        exchange.getResponseHeaders().set("Allow", String.join(", ", allowed));
        GatewayProblem.METHOD_NOT_ALLOWED.answer(
            exchange, "Use " + String.join(" or ", allowed) + ".");
      }
      case Target.Service service -> forward(exchange, service);
    }
  }

  private void forward(HttpExchange exchange, Target.Service service)
      throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      drain(exchange.getRequestBody());
      GatewayProblem.TOO_LARGE.answer(exchange, "A body may have at most " + MAX_BODY + " bytes.");
      return;
    }
    try {
      HttpResponse<InputStream> answer =
          client.send(request(exchange, service, body), HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream content = answer.body()) {
        passBack(answer, content, exchange);
      }
    } catch (IllegalArgumentException malformed) {
      GatewayProblem.BAD_REQUEST.answer(exchange, malformed.getMessage() + ".");
    } catch (ConnectException | HttpConnectTimeoutException away) {
      LOG.atWarn().addKeyValue("service", service.name()).log("cannot connect");
      exchange.getResponseHeaders().set("Retry-After", "1");
      GatewayProblem.UNAVAILABLE.answer(exchange, service.name() + " does not run. Try again.");
    } catch (HttpTimeoutException late) {
      LOG.atWarn()
          .addKeyValue("service", service.name())
          .addKeyValue("limit", limit)
          .log("no answer in time");
      GatewayProblem.GATEWAY_TIMEOUT.answer(
          exchange,
          service.name() + " did not answer within " + limit.toSeconds() + " s. Try again.");
    } catch (IOException broken) {
      LOG.atWarn()
          .addKeyValue("service", service.name())
          .addKeyValue("cause", broken.toString())
          .log("broke off");
      if (exchange.getResponseCode() != -1) {
        throw broken;
      }
      GatewayProblem.BAD_GATEWAY.answer(
          exchange, service.name() + " broke off its answer. Try again.");
    }
  }

  private HttpRequest request(HttpExchange exchange, Target.Service service, byte[] body) {
    String query = exchange.getRequestURI().getRawQuery();
    URI uri =
        services
            .url(service.name(), service.path() + (query == null ? "" : "?" + query))
            .orElseThrow();
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(limit);
    ForwardedHeaders.toFunction(exchange, request);
    return request
        .method(
            exchange.getRequestMethod(),
            body.length == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body))
        .build();
  }

  private static void passBack(
      HttpResponse<InputStream> answer, InputStream content, HttpExchange exchange)
      throws IOException {
    ForwardedHeaders.toClient(answer.headers().map(), exchange.getResponseHeaders());
    long length = answer.headers().firstValueAsLong("content-length").orElse(0);
    boolean empty = length == 0 && !answer.headers().firstValue("transfer-encoding").isPresent();
    // For the JDK's server -1 is no body and 0 is chunked.
    exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : length);
    if (!empty) {
      try (OutputStream out = exchange.getResponseBody()) {
        content.transferTo(out);
      }
    }
  }

  private static void drain(InputStream body) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    int drained = 0;
    for (int read = 0; read >= 0 && drained < MAX_DRAINED; drained += read) {
      read = body.read(buffer);
    }
  }

  void close() {
    client.shutdownNow();
  }
}
