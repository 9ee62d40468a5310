package dev.stayflow.dispatcher.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.dispatcher.ConsoleClient;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that speaks with the API, and fails when something is sent or comes that the document
 * does not describe.
 */
final class CheckedClient {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** What all of these programs have got, as {@code getTask 200}. */
  static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  private final ConsoleClient http;
  private final OpenApi document;

  CheckedClient(ConsoleClient http, OpenApi document) {
    this.http = http;
    this.document = document;
  }

  /** What came. */
  record Answer(int status, String body, HttpResponse<String> all) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    JsonNode at(String pointer) {
      return json().at(pointer);
    }

    Answer is(int expected) {
      assertThat(status)
          .as(all.request().method() + " " + all.uri() + " " + body)
          .isEqualTo(expected);
      return this;
    }

    /** Fails unless the problem names the parameter. */
    void names(String parameter) {
      is(400);
      assertThat(json().path("parameter").asString("")).as(body).isEqualTo(parameter);
    }
  }

  Answer get(String path) {
    return send("GET", path, null, null);
  }

  Answer post(String path) {
    return send("POST", path, null, null);
  }

  Answer post(String path, String json) {
    return send("POST", path, "application/json", json);
  }

  Answer put(String path, String json) {
    return send("PUT", path, "application/json", json);
  }

  Answer delete(String path) {
    return send("DELETE", path, null, null);
  }

  Answer send(
      String method,
      String path,
      @Nullable String contentType,
      @Nullable String body,
      String... headers) {
    var request = http.request(path, headers);
    if (contentType != null) {
      request.header("content-type", contentType);
    }
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var response = http.send(request.method(method, publisher));
    var answer = new Answer(response.statusCode(), response.body(), response);
    check(method, path, contentType, body, answer);
    return answer;
  }

  private void check(
      String method,
      String path,
      @Nullable String contentType,
      @Nullable String body,
      Answer answer) {
    var parts = path.split("[?]", 2);
    var operation = document.operation(method, parts[0]);
    SEEN.add(operation.name() + " " + answer.status());
    var response = document.response(operation, answer.status());
    checkBody(operation, response, answer);
    var headers = answer.all().headers().map().keySet();
    assertThat(headers).noneMatch(name -> name.startsWith("ce-"));
    if (answer.status() < 300) {
      checkQuery(operation, parts.length == 2 ? parts[1] : "");
      if (body != null && "application/json".equals(contentType)) {
        var schema = document.requestSchema(operation).orElseThrow();
        assertThat(document.problems(schema, JSON.readTree(body))).as(body).isEmpty();
      }
    }
  }

  private void checkBody(OpenApi.Operation operation, JsonNode response, Answer answer) {
    var what = operation.name() + " " + answer.status() + " " + answer.body();
    var content = response.path("content");
    if (content.isEmpty()) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    var type =
        answer.all().headers().firstValue("content-type").orElse("").split(";", 2)[0].strip();
    assertThat(content.propertyNames()).as(what).contains(type);
    var schema = Optional.of(content.path(type).path("schema")).filter(JsonNode::isObject);
    schema.ifPresent(
        fitting -> assertThat(document.problems(fitting, answer.json())).as(what).isEmpty());
  }

  private static void checkQuery(OpenApi.Operation operation, String query) {
    var known =
        operation.parameters().stream()
            .filter(each -> each.path("in").asString().equals("query"))
            .map(each -> each.path("name").asString())
            .collect(Collectors.toSet());
    for (var pair : query.split("&", -1)) {
      var name = URLDecoder.decode(pair.split("=", 2)[0], StandardCharsets.UTF_8);
      assertThat(name.isEmpty() || known.contains(name)).as(operation + " " + name).isTrue();
    }
  }
}
