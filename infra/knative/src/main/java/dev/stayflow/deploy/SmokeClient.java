package dev.stayflow.deploy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Sends a guest's requests. */
final class SmokeClient implements AutoCloseable {
  /** Longer than any function takes to start. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final JsonMapper json = new JsonMapper();

  static {
    // A gateway finds its routes by the header, also where its address has no name yet.
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** Status 0: nobody answered, and text says why. */
  record Reply(int status, String text, JsonNode body) {
    String field(String name) {
      return body.path(name).asString("");
    }

    /** For one line. */
    String told() {
      if (status == 0) {
        return text;
      }
      var title = field("title").isEmpty() ? text.strip() : field("title") + " " + field("detail");
      return "%d %s"
          .formatted(status, title.length() > 200 ? title.substring(0, 200) : title)
          .strip();
    }
  }

  Reply post(Entrance.Target to, String token, Map<String, ?> body) {
    var request =
        HttpRequest.newBuilder(to.uri())
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
    if (!to.host().isEmpty()) {
      request.header("Host", to.host());
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(response.statusCode(), response.body(), read(response.body()));
    } catch (IOException e) {
      var why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Reply(0, "no answer: " + why, MissingNode.getInstance());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DeployFailure("Interrupted.", e);
    }
  }

  private static JsonNode read(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : json.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
