package dev.stayflow.runtime;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Lets in what the function can read: its path, its method, its kind of content, no more than 64
 * KiB of it.
 */
final class Admission {
  private static final int LARGEST_BODY = 64 * 1024;

  /**
   * How much of a body that is too large is read and thrown away, so that its sender gets to see
   * the answer; who sends more finds the connection closed.
   */
  private static final int READ_FOR_COURTESY = 4 * 1024 * 1024;

  /** In or not, with the headers by lower-case name. */
  sealed interface Result {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Admitted(Map<String, String> headers, byte[] body) implements Result {}

  record Refused(Response response, Map<String, String> headers) implements Result {}

  private final boolean takesSubPaths;
  private final boolean takesEvents;

  Admission(boolean takesSubPaths, boolean takesEvents) {
    this.takesSubPaths = takesSubPaths;
    this.takesEvents = takesEvents;
  }

  Result admit(HttpExchange exchange) throws IOException {
    Map<String, String> headers = headers(exchange);
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    String path = exchange.getRequestURI().getPath();
    if (!"/".equals(path) && !(takesSubPaths && path != null && path.startsWith("/"))) {
      return new Refused(Problems.noSuchPath(), headers);
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return new Refused(Problems.onlyPost(), headers);
    }
    if (body.length > LARGEST_BODY) {
      discard(exchange.getRequestBody());
      return new Refused(Problems.tooLarge(LARGEST_BODY), headers);
    }
    var content = ContentType.parse(headers.getOrDefault("content-type", ""));
    if (takesEvents ? content.isOtherEventFormat() : body.length > 0 && !content.isJson()) {
      return new Refused(Problems.unsupported(takesEvents), headers);
    }
    return new Admitted(headers, body);
  }

  private static void discard(InputStream rest) throws IOException {
    byte[] buffer = new byte[16 * 1024];
    int left = READ_FOR_COURTESY;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = rest.read(buffer);
    }
  }

  private static Map<String, String> headers(HttpExchange exchange) {
    var headers = new LinkedHashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return headers;
  }
}
