package dev.stayflow.dispatcher.api;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Ends the reading of a request that cannot be done; never leaves this package. */
final class Wrong extends RuntimeException {
  private final HttpStatus status;
  private final String slug;
  private final String title;
  private final @Nullable String parameter;

  private Wrong(
      HttpStatus status, String slug, String title, String detail, @Nullable String parameter) {
    super(detail, null, false, false);
    this.status = status;
    this.slug = slug;
    this.title = title;
    this.parameter = parameter;
  }

  /** A parameter of the query or the path, or a field of the body. */
  static Wrong parameter(String name, String detail) {
    return new Wrong(
        HttpStatus.BAD_REQUEST,
        "bad-parameter",
        "A parameter is wrong",
        name + ": " + detail,
        name);
  }

  /** What the engine said to it. */
  static Wrong parameter(String name, IllegalArgumentException said) {
    return parameter(name, Objects.requireNonNullElse(said.getMessage(), "is not possible"));
  }

  static Wrong body(String detail) {
    return new Wrong(
        HttpStatus.BAD_REQUEST, "bad-request", "The request cannot be done", detail, null);
  }

  static Wrong notFound(String what) {
    return new Wrong(
        HttpStatus.NOT_FOUND, "not-found", "There is no such thing", "There is no " + what, null);
  }

  /** It is there, but not so that this could be done. */
  static Wrong state(String detail) {
    return new Wrong(HttpStatus.CONFLICT, "wrong-state", "This cannot be done now", detail, null);
  }

  static Wrong tooLarge(String detail) {
    return new Wrong(
        HttpStatus.CONTENT_TOO_LARGE, "too-large", "The request is too large", detail, null);
  }

  ProblemDetail problem() {
    var problem = ProblemDetail.forStatusAndDetail(status, getMessage());
    problem.setType(URI.create("https://stayflow.dev/problems/" + slug));
    problem.setTitle(title);
    if (parameter != null) {
      problem.setProperty("parameter", parameter);
    }
    return problem;
  }
}
