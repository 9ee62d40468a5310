package dev.stayflow.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a function answers: a status, and a JSON object, a problem or nothing. */
public final class Response {
  private static final int RETRY_AFTER_SECONDS = 2;

  private final int status;
  private final @Nullable Object json;
  private final Map<String, String> headers;

  private Response(int status, @Nullable Object json, Map<String, String> headers) {
    this.status = status;
    this.json = json;
    this.headers = Map.copyOf(headers);
  }

  /** 200 with a record as JSON. */
  public static Response ok(Object json) {
    return new Response(200, json, Map.of());
  }

  /** 201 with a record as JSON. */
  public static Response created(Object json) {
    return new Response(201, json, Map.of());
  }

  /**
   * 202 with an empty body: taken note of. The answer of a CloudEvent function, whose body a
   * Trigger would take for another event.
   */
  public static Response done() {
    return new Response(202, null, Map.of());
  }

  /** 204: taken, and nothing to say; what most senders of webhooks want to see. */
  public static Response noContent() {
    return new Response(204, null, Map.of());
  }

  /** The problem's own status and JSON. */
  public static Response problem(Problem problem) {
    return new Response(problem.status(), problem, Map.of());
  }

  /**
   * 503 and a {@code Retry-After} of two seconds: nothing was decided, ask again.
   *
   * @param detail what is being waited for, told to the client
   */
  public static Response retryLater(String detail) {
    return problem(Problem.of(503, "unavailable", "Not available at the moment").detail(detail))
        .header("Retry-After", Integer.toString(RETRY_AFTER_SECONDS));
  }

  /** The same answer with one more header. */
  public Response header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, json, more);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The JSON value, or nothing when the body is empty. */
  Optional<Object> json() {
    return Optional.ofNullable(json);
  }

  Map<String, String> headers() {
    return headers;
  }
}
