package dev.stayflow.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the messages of one connection of HTTP/1.1, as little of each as the benchmarks need: what
 * plays the users must not cost more than what is measured.
 */
final class HttpStream {
  private static final int MOST = 1 << 16;
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final byte[] buffer = new byte[MOST];
  private int from;
  private int to;

  HttpStream(InputStream in) {
    this.in = in;
  }

  /** First line and headers of the next message, its body skipped; absent at the end. */
  Optional<String> next() throws IOException {
    var end = end();
    while (end < 0) {
      if (!fill()) {
        if (from == to) {
          return Optional.empty();
        }
        throw new EOFException("the connection was closed within a message");
      }
      end = end();
    }
    var head = new String(buffer, from, end - from, StandardCharsets.ISO_8859_1);
    from = end + END.length;
    skip(header(head, "content-length").map(Integer::parseInt).orElse(0));
    return Optional.of(head);
  }

  /** A header's value, by its name in lower case. */
  static Optional<String> header(String head, String name) {
    for (var line = head.indexOf('\n'); line >= 0; line = head.indexOf('\n', line + 1)) {
      var colon = line + 1 + name.length();
      if (head.regionMatches(true, line + 1, name, 0, name.length())
          && colon < head.length()
          && head.charAt(colon) == ':') {
        var end = head.indexOf('\r', colon);
        return Optional.of(head.substring(colon + 1, end < 0 ? head.length() : end).strip());
      }
    }
    return Optional.empty();
  }

  private int end() {
    for (var i = from; i + END.length <= to; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void skip(int bytes) throws IOException {
    for (var left = bytes; left > 0; ) {
      if (from == to && !fill()) {
        throw new EOFException("the connection was closed within a body");
      }
      var some = Math.min(left, to - from);
      from += some;
      left -= some;
    }
  }

  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to == MOST) {
      throw new IOException("a message's head is larger than " + MOST);
    }
    var read = in.read(buffer, to, MOST - to);
    to += Math.max(0, read);
    return read >= 0;
  }
}
