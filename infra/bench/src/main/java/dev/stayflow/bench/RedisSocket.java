package dev.stayflow.bench;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One plain connection to a Redis on this machine: what the benchmarks ask Redis about itself, and
 * the yardstick, must not depend on the engine's own client.
 */
final class RedisSocket implements Closeable {
  private static final int CONNECT_MILLIS = 1000;
  private static final int ANSWER_MILLIS = 30_000;
  private static final int BUFFER = 1 << 16;

  private final Socket socket;
  private final DataInputStream answers;

  private RedisSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.answers = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
  }

  static RedisSocket connect(int port) {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.setTcpNoDelay(true);
      return new RedisSocket(socket);
    } catch (IOException e) {
      throw new BenchFailure(
          "No Redis answers on port %d of this machine (%s). Start one there, or leave PORT out: then one is started."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  /** A server's answer: text, a list of answers, or null. */
  @Nullable Object command(String... words) {
    try {
      var line = new StringBuilder("*").append(words.length).append("\r\n");
      for (var word : words) {
        line.append('$')
            .append(word.getBytes(StandardCharsets.UTF_8).length)
            .append("\r\n")
            .append(word)
            .append("\r\n");
      }
      socket.getOutputStream().write(line.toString().getBytes(StandardCharsets.UTF_8));
      return answer();
    } catch (IOException e) {
      throw new UncheckedIOException("Redis did not answer " + words[0], e);
    }
  }

  /** A section of INFO. */
  Map<String, String> info(String section) {
    return String.valueOf(command("INFO", section))
        .lines()
        .filter(line -> line.contains(":"))
        .map(line -> line.split(":", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /** Processor time that Redis has used since its start, over all its threads. */
  double cpuSeconds() {
    var cpu = info("cpu");
    return Double.parseDouble(cpu.get("used_cpu_user"))
        + Double.parseDouble(cpu.get("used_cpu_sys"));
  }

  /** Sends {@code batches * depth} PINGs, {@code depth} at a time, and awaits their answers. */
  void ping(int batches, int depth) {
    var pings = "*1\r\n$4\r\nPING\r\n".repeat(depth).getBytes(StandardCharsets.US_ASCII);
    try {
      for (var batch = 0; batch < batches; batch++) {
        socket.getOutputStream().write(pings);
        for (var ping = 0; ping < depth; ping++) {
          line();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Redis did not answer PING", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot leave Redis", e);
    }
  }

  private @Nullable Object answer() throws IOException {
    var line = line();
    var rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '$' -> text(Integer.parseInt(rest));
      case '*' -> list(Integer.parseInt(rest));
      case '-' -> throw new BenchFailure("Redis on port %d refuses: %s".formatted(port(), rest));
      default ->
          throw new BenchFailure(
              "What listens on port %d is no Redis: it answered \"%s\"".formatted(port(), line));
    };
  }

  private @Nullable String text(int length) throws IOException {
    if (length < 0) {
      return null;
    }
    var bytes = answers.readNBytes(length);
    answers.skipNBytes(2);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private List<@Nullable Object> list(int length) throws IOException {
    var list = new ArrayList<@Nullable Object>();
    for (var i = 0; i < length; i++) {
      list.add(answer());
    }
    return list;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (var c = answers.read(); c != '\r'; c = answers.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      line.append((char) c);
    }
    answers.skipNBytes(1);
    return line.isEmpty() ? "?" : line.toString();
  }

  private int port() {
    return socket.getPort();
  }
}
