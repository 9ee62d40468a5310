package dev.stayflow.dispatcher.problem;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/**
 * Why a request is not done, told as a problem of RFC 9457.
 *
 * @param slug the stable end of {@code https://stayflow.dev/problems/<slug>}
 * @param attribute the attribute of the event that is wrong, if one is
 * @param index the place of the wrong event in its batch, counted from 0
 */
public record Refusal(
    int status,
    String slug,
    String title,
    String detail,
    @Nullable String attribute,
    @Nullable Integer index) {

  public static Refusal badAttribute(String attribute, String detail) {
    var text = "%s: %s".formatted(attribute, detail);
    return new Refusal(400, "bad-attribute", "An attribute is wrong", text, attribute, null);
  }

  public static Refusal badEvent(String detail) {
    return new Refusal(400, "bad-event", "This is no CloudEvent", detail, null, null);
  }

  public static Refusal notFound(String detail) {
    return new Refusal(404, "not-found", "There is no such thing", detail, null, null);
  }

  public static Refusal tooLarge(String detail) {
    return new Refusal(413, "too-large", "The request is too large", detail, null, null);
  }

  public static Refusal unavailable(String detail) {
    return new Refusal(503, "unavailable", "Try again later", detail, null, null);
  }

  public Refusal at(int place) {
    return new Refusal(status, slug, title, detail, attribute, place);
  }

  public ResponseEntity<Object> response() {
    var problem = ProblemDetail.forStatus(status);
    problem.setType(URI.create("https://stayflow.dev/problems/" + slug));
    problem.setTitle(title);
    problem.setDetail(
        index == null ? detail : "event %d of the batch: %s".formatted(index, detail));
    if (attribute != null) {
      problem.setProperty("attribute", attribute);
    }
    if (index != null) {
      problem.setProperty("index", index);
    }
    var response = ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    if (status == 503) {
      response.header("Retry-After", "1");
    }
    return response.body(problem);
  }
}
