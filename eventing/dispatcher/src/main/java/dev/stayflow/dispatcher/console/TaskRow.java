package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.delayedtasks.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task in a table.
 *
 * @param value names it in a form, with its time, so that an action can be undone
 * @param subject of an event, else empty
 * @param at see {@link TaskInfo#at}
 * @param about what is of interest in its state
 */
record TaskRow(
    String id,
    String link,
    String value,
    String type,
    String subject,
    Instant at,
    int failures,
    String about,
    @Nullable String destination,
    @Nullable String code) {
  /** Where an event could not be delivered before it came here. */
  static final String DESTINATION = "ce-knativeerrordest";

  private static final int PREVIEW = 120;

  /** What stands for bytes that are no UTF-8. */
  private static final char REPLACED = 0xFFFD;

  static TaskRow of(TaskInfo info) {
    var task = info.task();
    var headers = task.headers();
    return new TaskRow(
        task.id().id(),
        TaskLink.of(task.id()),
        info.at() + " " + task.id().id(),
        task.type(),
        headers.getOrDefault("ce-subject", ""),
        info.at(),
        info.failures(),
        about(info),
        headers.get(DESTINATION),
        headers.get("ce-knativeerrorcode"));
  }

  /** What the third column is called. */
  static String timeOf(TaskState state) {
    return switch (state) {
      case SCHEDULED -> "Due";
      case PENDING -> "Due since";
      case ACTIVE -> "Lease ends";
      case RETRY -> "Next attempt";
      case ARCHIVED -> "Archived";
      case COMPLETED -> "Forgotten";
      case AGGREGATING -> "Joined";
    };
  }

  /** What the last column is called. */
  static String aboutOf(TaskState state) {
    return switch (state) {
      case SCHEDULED, PENDING -> "Payload";
      case ACTIVE -> "Worker";
      case RETRY -> "Last error";
      case ARCHIVED -> "Reason";
      case COMPLETED -> "Result";
      case AGGREGATING -> "Group";
    };
  }

  /** What could not be delivered elsewhere is known by what it holds; where to stands apart. */
  private static String about(TaskInfo info) {
    return info.task().headers().containsKey(DESTINATION)
        ? preview(info.task().payload())
        : aboutState(info);
  }

  private static String aboutState(TaskInfo info) {
    return switch (info.state()) {
      case SCHEDULED, PENDING -> preview(info.task().payload());
      case ACTIVE ->
          info.server().orElse("") + info.progress().map(said -> " · " + preview(said)).orElse("");
      case RETRY, ARCHIVED -> info.lastReason();
      case COMPLETED -> info.result().map(TaskRow::preview).orElse("");
      case AGGREGATING -> info.task().group().orElse("");
    };
  }

  /** The beginning of it in one line; it may be cut within a character. */
  private static String preview(byte[] bytes) {
    var start = new String(bytes, 0, Math.min(bytes.length, 4 * PREVIEW), StandardCharsets.UTF_8);
    if (whole(start).chars().anyMatch(TaskRow::isBinary)) {
      return "binary, " + Say.IT.bytes(bytes.length);
    }
    var text = start.replaceAll("\\s+", " ").strip();
    return text.length() <= PREVIEW ? text : text.substring(0, PREVIEW) + "…";
  }

  /** Without what was cut. */
  private static String whole(String text) {
    return text.isEmpty() || text.charAt(text.length() - 1) != REPLACED
        ? text
        : text.substring(0, text.length() - 1);
  }

  private static boolean isBinary(int character) {
    return character == REPLACED
        || (Character.isISOControl(character) && !Character.isWhitespace(character));
  }
}
