package dev.stayflow.images.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A mail server that takes every mail and keeps none. */
final class MailServer implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger mails = new AtomicInteger();

  private MailServer(ServerSocket socket) {
    this.socket = socket;
  }

  static MailServer start() throws IOException {
    var server = new MailServer(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
    Thread.startVirtualThread(server::accept);
    return server;
  }

  int port() {
    return socket.getLocalPort();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        Thread.startVirtualThread(() -> talk(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client;
        var lines =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
      say(client, "220 training");
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("DATA")) {
          say(client, "354 go on");
          while (!".".equals(lines.readLine())) {
            // kept nowhere
          }
          mails.incrementAndGet();
        }
        say(client, line.startsWith("QUIT") ? "221 bye" : "250 ok");
      }
    } catch (IOException gone) {
      // the client hung up
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
