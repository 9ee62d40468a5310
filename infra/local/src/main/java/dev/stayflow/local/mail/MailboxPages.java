package dev.stayflow.local.mail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The mails for people at {@code /}, and as JSON at {@code /mails?limit=50}, newest first. */
final class MailboxPages implements HttpHandler {
  private static final int ON_A_PAGE = 50;
  private static final Pattern LIMIT = Pattern.compile("limit=(\\d{1,6})");

  private final MailBook book;
  private final JsonMapper json = new JsonMapper();
  private final ZoneId zone;

  /**
   * @param zone of the times that people see
   */
  MailboxPages(MailBook book, ZoneId zone) {
    this.book = book;
    this.zone = zone;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var limit = limit(exchange.getRequestURI().getQuery());
      switch (path) {
        case "/health/live", "/health/ready" -> send(exchange, 200, "text/plain", "ok");
        case "/" ->
            send(
                exchange,
                200,
                "text/html; charset=utf-8",
                MailPage.of(book.size(), book.newest(limit), zone));
        case "/mails" ->
            send(
                exchange,
                200,
                "application/json",
                json.writeValueAsString(Map.of("count", book.size(), "mails", book.newest(limit))));
        default -> send(exchange, 404, "text/plain", "There are only / and /mails.");
      }
    }
  }

  private static int limit(@Nullable String query) {
    var limit = LIMIT.matcher(Objects.requireNonNullElse(query, ""));
    return limit.matches() ? Integer.parseInt(limit.group(1)) : ON_A_PAGE;
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
