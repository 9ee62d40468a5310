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
    if (!Ports.isTaken(port)) {
      return false;
    }
    try {
      var uri = URI.create("http://localhost:%d/health/ready".formatted(port));
      var request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
