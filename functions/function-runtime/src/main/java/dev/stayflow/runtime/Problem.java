package dev.stayflow.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a request was refused, told to the client as {@code application/problem+json} (RFC 9457).
 *
 * @param status the HTTP status, 400..599
 * @param slug the stable end of the problem's type {@code https://stayflow.dev/problems/<slug>}
 * @param title what kind of problem it is, the same for every occurrence
 * @param detail what was wrong this time and what to do, or nothing
 * @param members more members for machines, such as {@code field}
 */
public record Problem(
    int status, String slug, String title, @Nullable String detail, Map<String, Object> members) {
  private static final String TYPES = "https://stayflow.dev/problems/";

  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("a problem has a status from 400 to 599, not " + status);
    }
    members = Map.copyOf(members);
  }

  /** A problem without detail or members. */
  public static Problem of(int status, String slug, String title) {
    return new Problem(status, slug, title, null, Map.of());
  }

  /**
   * 400: the request was read, but the value of one field is out of its range.
   *
   * @param rule what the value must be, as in {@code must be 1 to 100}
   */
  public static Problem badField(String field, String rule) {
    return of(400, "bad-request", "The request cannot be read")
        .detail(field + " " + rule)
        .with("field", field);
  }

  /**
   * 400: an event that nobody can read, now or later, so that it becomes a dead letter at once.
   *
   * @param reason what is wrong with it
   */
  public static Problem unreadableEvent(String reason) {
    return of(400, "unreadable-event", "The event cannot be read").detail(reason);
  }

  /** The same problem, saying what was wrong this time. */
  public Problem detail(String whatWasWrong) {
    return new Problem(status, slug, title, whatWasWrong, members);
  }

  /** The same problem with one more member, which must not be one of RFC 9457's own. */
  public Problem with(String member, Object value) {
    var more = new LinkedHashMap<>(members);
    more.put(member, value);
    return new Problem(status, slug, title, detail, more);
  }

  /** The problem as the JSON object that goes out. */
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("type", TYPES + slug);
    json.put("title", title);
    json.put("status", status);
    if (detail != null) {
      json.put("detail", detail);
    }
    members.forEach(json::putIfAbsent);
    return json;
  }
}
