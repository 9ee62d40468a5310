package dev.stayflow.dispatcher.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** Takes events; what becomes of one depends on its type, so that a page has something to show. */
final class DemoSink implements AutoCloseable {
  /** Is not answered before the end. */
  static final String SLOW = "report.requested";

  /** Cannot be taken now. */
  static final String BUSY = "invoice.due";

  /** Will never be taken. */
  static final String UNKNOWN = "legacy.webhook";

  private final CountDownLatch end = new CountDownLatch(1);
  private final HttpServer server;

  private DemoSink(HttpServer server) {
    this.server = server;
  }

  static DemoSink start() {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var sink = new DemoSink(HttpServer.create(address, 0));
      sink.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      sink.server.createContext("/", sink::take);
      sink.server.start();
      return sink;
    } catch (IOException e) {
      throw new IllegalStateException("the sink cannot listen", e);
    }
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(answer(exchange.getRequestHeaders().getFirst("ce-type")), -1);
    }
  }

  private int answer(String type) {
    return switch (type) {
      case SLOW -> whenAllIsOver();
      case BUSY -> 503;
      case UNKNOWN -> 410;
      default -> 202;
    };
  }

  private int whenAllIsOver() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 202;
  }
}
