package dev.stayflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.DoubleConsumer;

/** Takes every event and tells how late it came; keeps connections. */
final class LocalSink implements AutoCloseable {
  private static final int BACKLOG = 1000;
  private static final byte[] ACCEPTED =
      "HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private volatile DoubleConsumer arrival = late -> {};

  LocalSink() {
    try {
      server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::accept);
    } catch (IOException e) {
      throw new UncheckedIOException("The sink cannot listen", e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  String url() {
    return "http://localhost:" + port();
  }

  /** Who is told of each event from now on: its lateness in milliseconds. */
  void tells(DoubleConsumer told) {
    arrival = told;
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed: the run is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      var requests = new HttpStream(socket.getInputStream());
      for (var head = requests.next(); head.isPresent(); head = requests.next()) {
        var due = HttpStream.header(head.get(), "ce-benchdue");
        var late =
            due.map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
                .map(at -> at.until(Instant.now(), ChronoUnit.MICROS) / 1000.0);
        late.ifPresent(arrival::accept);
        socket.getOutputStream().write(ACCEPTED);
      }
    } catch (IOException e) {
      // who hangs up needs no answer
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("The sink cannot be closed", e);
    }
  }
}
