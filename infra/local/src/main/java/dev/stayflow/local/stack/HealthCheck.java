package dev.stayflow.local.stack;

import dev.stayflow.local.servers.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Whether a process answers its readiness check with 200. */
final class HealthCheck {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  private HealthCheck() {}

  /** Asks only an open port: ten times a second, an HTTP client costs more than a connection. */
  static boolean isGood(int port) {
    return status(port, "/health/ready") == 200;
  }

  /** Whether anything that is no failure comes back; for what is not ours. */
  static boolean answers(int port) {
    var status = status(port, "/");
    return status > 0 && status < 500;
  }

  /** 0 where nobody answers. */
  private static int status(int port, String path) {
    if (!Ports.isTaken(port)) {
      return 0;
    }
    try {
      var uri = URI.create("http://localhost:%d%s".formatted(port, path));
      var request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
