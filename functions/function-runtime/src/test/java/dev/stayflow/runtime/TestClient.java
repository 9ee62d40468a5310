package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a function as a client would. */
public final class TestClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** What came back. */
  public record Answer(int status, HttpHeaders headers, String body) {
    /** The body as JSON. */
    public JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    /** The last word of a problem's type, as in {@code bad-request}. */
    public String problem() {
      return json().path("type").asString().replaceFirst(".*/", "");
    }

    /** Asserts that an event was taken: 2xx and nothing that a Trigger could take for an event. */
    public Answer assertTaken() {
      assertThat(status).as(body).isEqualTo(202);
      assertThat(body).isEmpty();
      assertThat(headers.map().keySet())
          .noneMatch(name -> name.startsWith("ce-") || name.equals("content-type"));
      return this;
    }

    /**
     * Asserts that this is a problem as RFC 9457 wants it, which gives nothing away about the
     * inside.
     *
     * @param slug the last word of its type
     */
    public Answer assertProblem(int expectedStatus, String slug) {
      assertThat(status).as(body).isEqualTo(expectedStatus);
      assertThat(headers.firstValue("content-type")).hasValue("application/problem+json");
      assertThat(json().path("type").asString()).isEqualTo("https://stayflow.dev/problems/" + slug);
      assertThat(json().path("status").asInt()).isEqualTo(expectedStatus);
      assertThat(json().path("title").asString()).isNotBlank();
      assertThat(body)
          .doesNotContain("Exception", "SELECT", "INSERT")
          .doesNotContainPattern("\\b(dev|java|tools|org)\\.[a-z.]+\\.[A-Z]");
      return this;
    }
  }

  private final URI function;

  public TestClient(URI function) {
    this.function = function;
  }

  /** The function's address. */
  public URI uri() {
    return function;
  }

  /** Posts JSON without a token. */
  public Answer post(String json) {
    return send(request().POST(BodyPublishers.ofString(json)));
  }

  /** Posts JSON as a guest; more headers come as name, value, name, value. */
  public Answer postAs(long guest, String json, String... headers) {
    HttpRequest.Builder request =
        request().header("Authorization", "Bearer " + TestTokens.guest(guest));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.POST(BodyPublishers.ofString(json)));
  }

  /** Delivers an event in binary mode, as a Trigger does. */
  public Answer deliver(CloudEvent event) {
    HttpRequest.Builder request = HttpRequest.newBuilder(function).header("Prefer", "reply");
    HttpMessageFactory.createWriter(
            request::setHeader,
            body ->
                request.POST(
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)))
        .writeBinary(event);
    return send(request);
  }

  /** Delivers an event in structured mode. */
  public Answer deliverStructured(CloudEvent event) {
    return send(
        HttpRequest.newBuilder(function)
            .header("Content-Type", JsonFormat.CONTENT_TYPE)
            .POST(BodyPublishers.ofByteArray(new JsonFormat().serialize(event))));
  }

  /** Gets a path of the function's process, such as {@code /metrics}. */
  public Answer get(String path) {
    return send(HttpRequest.newBuilder(function.resolve(path)).GET());
  }

  /** Sends any request to the function. */
  public Answer send(HttpRequest.Builder request) {
    try {
      var answer = HTTP.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException fault) {
      throw new IllegalStateException("no answer from " + function, fault);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** A request to the function's own path with a JSON content type, to be completed. */
  public HttpRequest.Builder request() {
    return HttpRequest.newBuilder(function).header("Content-Type", "application/json");
  }
}
