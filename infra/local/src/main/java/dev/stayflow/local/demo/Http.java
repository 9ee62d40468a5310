package dev.stayflow.local.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks JSON with the stack as a client outside would. */
final class Http implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final JsonMapper json = new JsonMapper();

  record Reply(int status, JsonNode body) {
    String text(String field) {
      return body.path(field).asString("");
    }
  }

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();

  Reply get(URI uri) {
    return send(HttpRequest.newBuilder(uri));
  }

  Reply post(URI uri, String token, Map<String, Object> body) {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request);
  }

  private Reply send(HttpRequest.Builder request) {
    try {
      var response =
          client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), json.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Differs("interrupted");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
