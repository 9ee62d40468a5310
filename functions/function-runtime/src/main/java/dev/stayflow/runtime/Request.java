package dev.stayflow.runtime;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An HTTP request to a function; its checks hand on to the next step only what is valid and answer
 * the problem otherwise.
 */
public final class Request {
  private final String method;
  private final String path;
  private final Map<String, String> headers;
  private final byte[] body;
  private final StrictJson json;
  private final Supplier<GuestTokens> tokens;

  Request(
      String method,
      String path,
      Map<String, String> headers,
      byte[] body,
      StrictJson json,
      Supplier<GuestTokens> tokens) {
    this.method = method;
    this.path = path;
    this.headers = headers;
    this.body = body;
    this.json = json;
    this.tokens = tokens;
  }

  /** {@code POST}: the front lets nothing else in. */
  public String method() {
    return method;
  }

  /** The path below the function, {@code /} unless its wiring takes sub-paths. */
  public String path() {
    return path;
  }

  /** A header's value; several of one name are joined by commas. */
  public Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  /** All headers by lower-case name. */
  Map<String, String> headers() {
    return headers;
  }

  /** The body's bytes as they came, at most 64 KiB. */
  public byte[] body() {
    return body;
  }

  /**
   * Goes on as the guest whom the bearer token names; without a valid token the answer is 401.
   *
   * @throws IllegalStateException when the wiring did not call {@link GuestTokens#register}
   */
  public Response asGuest(Function<Guest, Response> next) {
    return tokens.get().check(this).then(next);
  }

  /**
   * Goes on with the body as a record. Components are required unless they are {@code Optional} or
   * {@code @Nullable}; a value of another JSON type is not converted; unknown members are ignored.
   * A body that does not fit is answered with 400 and the name of the member that is wrong.
   */
  public <T> Response read(Class<T> type, Function<T, Response> next) {
    return json.read(body, type).then(next);
  }
}
