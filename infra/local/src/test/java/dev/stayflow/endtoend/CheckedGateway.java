package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.endtoend.PublicApi.Kind;
import dev.stayflow.endtoend.PublicApi.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Calls a gateway, and fails when it gets an answer, or sends a request that is taken, that the
 * document of the public paths does not describe.
 */
final class CheckedGateway {
  private static final PublicApi API = PublicApi.read();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** HTTP's own, which say nothing of Stayflow. */
  private static final Set<String> OF_HTTP =
      Set.of("date", "content-type", "content-length", "transfer-encoding", "connection");

  private final URI gateway;
  private final Set<Kind> seen = ConcurrentHashMap.newKeySet();

  CheckedGateway(URI gateway) {
    this.gateway = gateway;
  }

  /** The kinds of answers that came so far. */
  Set<Kind> seen() {
    return seen;
  }

  /** Posts JSON; headers as name, value, name, value. */
  HttpResponse<String> post(String path, String json, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, json);
  }

  /**
   * Sends a request to the gateway.
   *
   * @param body what it carries
   */
  HttpResponse<String> send(HttpRequest.Builder request, String body) {
    HttpResponse<String> answer = answer(request.timeout(LIMIT).build());
    if (answer.uri().getAuthority().equals(gateway.getAuthority())) {
      seen.add(check(answer, body));
    }
    return answer;
  }

  private static HttpResponse<String> answer(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Kind check(HttpResponse<String> answer, String body) {
    String method = answer.request().method();
    String path = answer.uri().getPath();
    String what = "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body());
    Optional<Operation> operation = API.operation(method, path);
    if (operation.isEmpty()) {
      String name = API.hasPath(path) ? PublicApi.NO_METHOD : PublicApi.NO_PATH;
      return kind(what, name, API.sharedResponse(name), answer);
    }
    Optional<JsonNode> response = API.response(operation.get(), answer.statusCode());
    assertThat(response).as("description of " + what).isPresent();
    if (answer.statusCode() < 300) {
      checkRequest(what, operation.get(), answer.request(), body);
    }
    return kind(what, operation.get().name(), response.orElseThrow(), answer);
  }

  private static Kind kind(
      String what, String operation, JsonNode response, HttpResponse<String> answer) {
    checkHeaders(what, response.path("headers"), answer);
    JsonNode content = response.path("content");
    String type = answer.headers().firstValue("content-type").orElse("");
    if (content.isMissingNode()) {
      assertThat(answer.body()).as(what).isEmpty();
      return new Kind(operation, answer.statusCode(), "");
    }
    assertThat(content.propertyNames()).as("content type of " + what).contains(type);
    JsonNode schema = content.path(type).path("schema");
    if (schema.isMissingNode()) {
      return new Kind(operation, answer.statusCode(), "");
    }
    JsonNode json = JsonMapper.shared().readTree(answer.body());
    assertThat(API.violations(schema, json)).as(what).isEmpty();
    if (!type.equals("application/problem+json")) {
      return new Kind(operation, answer.statusCode(), "");
    }
    String problem = json.path("type").asString().replaceFirst(".*/", "");
    assertThat(json.path("status").asInt()).as(what).isEqualTo(answer.statusCode());
    JsonNode example = content.path(type).at("/examples/" + problem + "/value");
    assertThat(json.path("title")).as("title of " + what).isEqualTo(example.path("title"));
    return new Kind(operation, answer.statusCode(), problem);
  }

  private static void checkHeaders(String what, JsonNode described, HttpResponse<String> answer) {
    answer.headers().map().keySet().stream()
        .filter(name -> !name.startsWith(":") && !OF_HTTP.contains(name))
        .forEach(
            name ->
                assertThat(described.propertyNames())
                    .as("headers of " + what)
                    .anyMatch(name::equalsIgnoreCase));
    for (var header : described.properties()) {
      JsonNode description = API.resolved(header.getValue());
      Optional<String> value = answer.headers().firstValue(header.getKey());
      if (description.path("required").asBoolean()) {
        assertThat(value).as(header.getKey() + " of " + what).isPresent();
      }
      value.ifPresent(
          text ->
              assertThat(API.violations(description.path("schema"), json(text)))
                  .as(header.getKey() + " of " + what)
                  .isEmpty());
    }
  }

  private static JsonNode json(String text) {
    return text.matches("-?[0-9]{1,18}")
        ? JsonNodeFactory.instance.numberNode(Long.parseLong(text))
        : JsonNodeFactory.instance.stringNode(text);
  }

  /** A request that was taken was as described. */
  private static void checkRequest(
      String what, Operation operation, HttpRequest request, String body) {
    JsonNode schema = operation.description().at("/requestBody/content/application~1json/schema");
    if (operation.takesABody()) {
      assertThat(API.violations(schema, JsonMapper.shared().readTree(body)))
          .as(body + " sent to get " + what)
          .isEmpty();
    }
    assertThat(operation.needsAToken())
        .as("a token for " + what)
        .isEqualTo(operation.needsAToken() && request.headers().map().containsKey("Authorization"));
    for (JsonNode parameter : operation.description().path("parameters")) {
      Optional<String> sent = request.headers().firstValue(parameter.path("name").asString());
      boolean required =
          parameter.path("in").asString().equals("header")
              && parameter.path("required").asBoolean();
      assertThat(sent.isPresent() || !required).as(parameter + " to get " + what).isTrue();
    }
  }
}
