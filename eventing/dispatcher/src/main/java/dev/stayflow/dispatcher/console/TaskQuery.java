package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.PageOrder;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.operations.TaskFilter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * Which tasks of a queue a page shows, as its address tells it; blank is as absent.
 *
 * @param order earliest or latest; what suits the state when absent
 * @param from where the page starts
 * @param group whose tasks are shown, of those that aggregate
 * @param id of one task, exactly
 * @param dueFrom ISO 8601, in UTC when it has no zone
 * @param scanned how many tasks were looked at before, by a search that goes on
 */
record TaskQuery(
    @Nullable String state,
    @Nullable String order,
    @Nullable String from,
    @Nullable Integer size,
    @Nullable String group,
    @Nullable String id,
    @Nullable String prefix,
    @Nullable String part,
    @Nullable String type,
    @Nullable String subject,
    @Nullable String source,
    @Nullable String text,
    @Nullable String dueFrom,
    @Nullable String dueTo,
    @Nullable Long scanned) {
  private static final int USUAL_SIZE = 50;
  private static final int MOST = 200;

  /**
   * The state whose tasks are shown.
   *
   * @throws IllegalArgumentException when there is no such state
   */
  TaskState wanted() {
    if (given(state).isEmpty()) {
      return TaskState.SCHEDULED;
    }
    try {
      return TaskState.valueOf(given(state).orElseThrow().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("There is no state \"%s\"".formatted(state), e);
    }
  }

  PageOrder pageOrder() {
    return switch (given(order).orElse("")) {
      case "earliest" -> PageOrder.EARLIEST_FIRST;
      case "latest" -> PageOrder.LATEST_FIRST;
      default -> PageOrder.of(wanted());
    };
  }

  int pageSize() {
    return size == null ? USUAL_SIZE : Math.clamp(size, 1, MOST);
  }

  /** As this one, with as many rows as its reader likes, unless it says itself how many. */
  TaskQuery usually(@Nullable Integer rows) {
    return size != null
        ? this
        : new TaskQuery(
            state, order, from, rows, group, id, prefix, part, type, subject, source, text, dueFrom,
            dueTo, scanned);
  }

  /** As the page has it, for the choice of sizes. */
  public int rows() {
    return pageSize();
  }

  Optional<String> start() {
    return given(from);
  }

  Optional<String> wantedGroup() {
    return wanted() == TaskState.AGGREGATING ? given(group) : Optional.empty();
  }

  /** Whether it is of one group; what is done to all tasks knows states, but no groups. */
  public boolean isOfGroup() {
    return wantedGroup().isPresent();
  }

  Optional<String> exactId() {
    return given(id);
  }

  long scannedBefore() {
    return scanned == null ? 0 : scanned;
  }

  TaskFilter filter() {
    return new TaskFilter(
        given(prefix),
        given(part),
        given(type),
        given(subject),
        given(source),
        given(text),
        given(dueFrom).map(TaskQuery::instant),
        given(dueTo).map(TaskQuery::instant));
  }

  /** An address of the same tasks, the first of them. */
  public String link(String queue) {
    var all = new LinkedHashMap<>(conditions());
    all.put("state", Say.IT.state(wanted()));
    given(order).ifPresent(it -> all.put("order", it));
    wantedGroup().ifPresent(it -> all.put("group", it));
    if (size != null) {
      all.put("size", size);
    }
    return "/queues/%s?%s"
        .formatted(
            queue,
            all.entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&")));
  }

  /** An address of the same tasks from a place on, where so many were looked at before. */
  String link(String queue, String place, long before) {
    return "%s&from=%s%s"
        .formatted(link(queue), encoded(place), before == 0 ? "" : "&scanned=" + before);
  }

  /** What the filter's fields hold, by their names. */
  public Map<String, Object> conditions() {
    var all = new LinkedHashMap<String, Object>();
    given(prefix).ifPresent(it -> all.put("prefix", it));
    given(part).ifPresent(it -> all.put("part", it));
    given(type).ifPresent(it -> all.put("type", it));
    given(subject).ifPresent(it -> all.put("subject", it));
    given(source).ifPresent(it -> all.put("source", it));
    given(text).ifPresent(it -> all.put("text", it));
    given(dueFrom).ifPresent(it -> all.put("dueFrom", instant(it)));
    given(dueTo).ifPresent(it -> all.put("dueTo", instant(it)));
    return all;
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(it -> !it.isEmpty());
  }

  private static String encoded(Object value) {
    return UriUtils.encode(value.toString(), StandardCharsets.UTF_8);
  }

  /** A field for a time has no zone where no script gives it one. */
  static Instant instant(String text) {
    try {
      return text.endsWith("Z")
          ? Instant.parse(text)
          : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no time such as 2027-01-31T09:00:00Z".formatted(text), e);
    }
  }
}
