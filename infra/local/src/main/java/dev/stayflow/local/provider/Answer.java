package dev.stayflow.local.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A response of the provider. */
record Answer(int status, String contentType, String body) {
  static Answer json(int status, JsonMapper json, Object value) {
    return new Answer(status, "application/json", json.writeValueAsString(value));
  }

  /** RFC 9457. */
  static Answer problem(int status, JsonMapper json, String title, String detail) {
    return new Answer(
        status,
        "application/problem+json",
        json.writeValueAsString(
            Map.of("type", "about:blank", "status", status, "title", title, "detail", detail)));
  }

  static Answer notFound(JsonMapper json, String what) {
    return problem(404, json, "Not found", "There is no payment, refund or page " + what + ".");
  }

  static Answer page(int status, String html) {
    return new Answer(status, "text/html; charset=utf-8", html);
  }

  void send(HttpExchange exchange) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
