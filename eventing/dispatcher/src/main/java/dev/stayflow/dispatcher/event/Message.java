package dev.stayflow.dispatcher.event;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What came over HTTP. */
public final class Message {
  private final Map<String, String> headers;
  private final byte[] body;

  private Message(Map<String, String> headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  /**
   * Reads a request.
   *
   * @param most bytes of its body; what comes after is left out
   */
  public static Message of(HttpServletRequest request, int most) throws IOException {
    var headers = new LinkedHashMap<String, String>();
    for (var names = request.getHeaderNames(); names.hasMoreElements(); ) {
      var name = names.nextElement();
      headers.putIfAbsent(name.toLowerCase(Locale.ROOT), request.getHeader(name));
    }
    return new Message(headers, request.getInputStream().readNBytes(most));
  }

  /** By lower-case name, of several of a name the first. */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Not copied: for those who only read. */
  public byte[] body() {
    return body;
  }

  /** The content type without parameters, or empty. */
  String mediaType() {
    var type = headers.getOrDefault("content-type", "");
    var end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }
}
