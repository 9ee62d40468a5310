package dev.stayflow.local.servers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/** Asks a local Redis, Redis Cluster node or Sentinel, one command a connection. */
final class RedisPrompt {
  private static final int ANSWER_MILLIS = 10_000;

  private RedisPrompt() {}

  static String ask(int port, String... words) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      var command = new StringBuilder("*%d\r\n".formatted(words.length));
      for (var word : words) {
        command.append(
            "$%d\r\n%s\r\n".formatted(word.getBytes(StandardCharsets.UTF_8).length, word));
      }
      socket.getOutputStream().write(command.toString().getBytes(StandardCharsets.UTF_8));
      return answer(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new ServerFailure(
          "Redis at port %d did not answer %s: %s".formatted(port, words[0], e), e);
    }
  }

  /** The protocol is RESP2. */
  private static String answer(InputStream in) throws IOException {
    var line = line(in);
    var rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '-' -> throw new ServerFailure("Redis refused: " + rest);
      case '$' -> text(in, Integer.parseInt(rest));
      case '*' -> lines(in, Integer.parseInt(rest));
      default -> throw new IOException("not RESP2: " + line);
    };
  }

  private static String text(InputStream in, int length) throws IOException {
    if (length < 0) {
      return "";
    }
    var text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    in.skipNBytes(2);
    return text;
  }

  private static String lines(InputStream in, int count) throws IOException {
    var lines = new ArrayList<String>();
    for (var i = 0; i < count; i++) {
      lines.add(answer(in));
    }
    return String.join("\n", lines);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
