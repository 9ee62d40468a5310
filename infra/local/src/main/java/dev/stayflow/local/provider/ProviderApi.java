package dev.stayflow.local.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The provider's front door: finds who answers a request. */
final class ProviderApi implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(ProviderApi.class);
  private static final int LARGEST_BODY = 64 * 1024;

  private final List<Route> routes;
  private final JsonMapper json;

  ProviderApi(List<Route> routes, JsonMapper json) {
    this.routes = routes;
    this.json = json;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      answer(exchange).send(exchange);
    } catch (RuntimeException e) {
      log.error("Request failed", e);
      problem(500, "Fault", "The sandbox provider failed; its log says why.").send(exchange);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    var method = exchange.getRequestMethod();
    var path = exchange.getRequestURI().getPath();
    var body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      return problem(413, "Too large", "A body holds at most 64 KiB.");
    }
    if (!method.equals("GET") && !method.equals("POST")) {
      return problem(405, "Method not allowed", "Use GET or POST.");
    }
    var text = new String(body, StandardCharsets.UTF_8);
    return routes.stream()
        .flatMap(route -> route.answer(method, path, text).stream())
        .findFirst()
        .orElseGet(() -> Answer.notFound(json, path));
  }

  private Answer problem(int status, String title, String detail) {
    return Answer.problem(status, json, title, detail);
  }
}
