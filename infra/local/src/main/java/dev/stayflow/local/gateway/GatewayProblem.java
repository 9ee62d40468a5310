package dev.stayflow.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the gateway's own, in the words of the functions (RFC 9457). */
enum GatewayProblem {
  BAD_REQUEST(400, "bad-request", "The request cannot be read"),
  NOT_FOUND(404, "not-found", "There is nothing at this path"),
  METHOD_NOT_ALLOWED(405, "method-not-allowed", "This method is not answered here"),
  TOO_LARGE(413, "too-large", "The body is too large"),
  BAD_GATEWAY(502, "bad-gateway", "The function broke off its answer"),
  UNAVAILABLE(503, "unavailable", "Not available at the moment"),
  GATEWAY_TIMEOUT(504, "gateway-timeout", "The function did not answer in time");

  private static final String TYPES = "https://stayflow.dev/problems/";

  private final int status;
  private final String slug;
  private final String title;

  GatewayProblem(int status, String slug, String title) {
    this.status = status;
    this.slug = slug;
    this.title = title;
  }

  /**
   * @param detail what was wrong this time and what to do
   */
  void answer(HttpExchange exchange, String detail) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", TYPES + slug);
    json.put("title", title);
    json.put("status", status);
    json.put("detail", detail);
    byte[] body = JsonMapper.shared().writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }
}
