package dev.stayflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One kept connection that posts, the next request when the one before was answered. */
final class EventConnection implements AutoCloseable {
  private static final int ANSWER_MILLIS = 30_000;

  private final Socket socket = new Socket();
  private final HttpStream answers;

  /** To a port of this machine. */
  EventConnection(int port) {
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.setTcpNoDelay(true);
      answers = new HttpStream(socket.getInputStream());
    } catch (IOException e) {
      throw new BenchFailure("Nobody listens on port " + port, e);
    }
  }

  /**
   * Posts a request and awaits its answer.
   *
   * @throws BenchFailure when that is not 2xx
   */
  void post(byte[] request) {
    try {
      socket.getOutputStream().write(request);
      var answer = answers.next().orElse("nothing");
      if (!answer.startsWith("HTTP/1.1 2")) {
        throw new BenchFailure("A request was answered with: " + answer.lines().findFirst().get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A request was not answered", e);
    }
  }

  /** An event in binary mode with 200 bytes of data. */
  static byte[] event(String id, long dueMillis) {
    return request(
        """
        ce-specversion: 1.0
        ce-id: %s
        ce-source: /bench
        ce-type: bench.asked
        ce-deliverat: %s
        ce-benchdue: %d
        content-type: application/json
        """
            .formatted(id, java.time.Instant.ofEpochMilli(dueMillis), dueMillis),
        DATA);
  }

  /** Events in batch mode, the same otherwise. */
  static byte[] batch(java.util.List<String> ids, long dueMillis) {
    var at = java.time.Instant.ofEpochMilli(dueMillis);
    var events = new StringBuilder("[");
    for (var id : ids) {
      events
          .append(events.length() == 1 ? "" : ",")
          .append(
              """
              {"specversion":"1.0","id":"%s","source":"/bench","type":"bench.asked","deliverat":"%s","benchdue":"%d","data":%s}\
              """
                  .formatted(id, at, dueMillis, DATA));
    }
    return request(
        "content-type: application/cloudevents-batch+json\n", events.append("]").toString());
  }

  private static final String DATA = "{\"padding\":\"" + "x".repeat(186) + "\"}";

  /**
   * A POST to {@code /}.
   *
   * @param headers each a line that ends with {@code \n}
   */
  static byte[] request(String headers, String body) {
    var head =
        "POST / HTTP/1.1\nhost: localhost\n%scontent-length: %d\n\n"
            .formatted(headers, body.length());
    return (head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot hang up", e);
    }
  }
}
