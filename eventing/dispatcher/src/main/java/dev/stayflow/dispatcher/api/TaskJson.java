package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Failure;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.operations.Moment;
import dev.stayflow.dispatcher.operations.Payload;
import dev.stayflow.dispatcher.operations.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a task.
 *
 * @param event attributes of the event that it holds, as they were received
 * @param headers what else lies beside the payload
 * @param actions what can be done to it in its state
 */
record TaskJson(
    Row task,
    @Nullable Map<String, String> event,
    Map<String, String> headers,
    PayloadJson payload,
    @Nullable PayloadJson result,
    @Nullable PayloadJson progress,
    Options options,
    List<Failure> latestFailures,
    List<MomentJson> timeline,
    List<String> actions) {

  static TaskJson of(TaskInfo info) {
    var view = new TaskView(info);
    return new TaskJson(
        Row.of(info),
        view.event().map(StoredEvent::attributes).orElse(null),
        view.headers(),
        PayloadJson.of(view.payload()),
        view.result().map(PayloadJson::of).orElse(null),
        view.progress().map(PayloadJson::of).orElse(null),
        Options.of(info),
        info.latestFailures(),
        view.timeline().stream().map(MomentJson::of).toList(),
        actions(view));
  }

  private static List<String> actions(TaskView view) {
    return Stream.of(
            view.actions().stream().map(Words::of),
            view.mayReschedule() ? Stream.of("reschedule") : Stream.<String>empty(),
            view.mayEdit() ? Stream.of("edit") : Stream.<String>empty())
        .flatMap(each -> each)
        .toList();
  }

  /**
   * A task in a list.
   *
   * @param type of an event the type that it has when it is delivered
   * @param at of a waiting task its next attempt, of an active one the end of its lease, else the
   *     time when it got into its state; of a completed one the time when it is forgotten
   * @param dueAt when it was asked to run
   * @param reason why the last attempt failed
   * @param size of the payload, in bytes
   */
  record Row(
      String queue,
      String id,
      String state,
      String type,
      @Nullable String eventId,
      @Nullable String source,
      @Nullable String subject,
      Instant at,
      Instant dueAt,
      int failures,
      int losses,
      @Nullable String reason,
      int size,
      @Nullable String server) {
    static Row of(TaskInfo info) {
      var task = info.task();
      var headers = task.headers();
      return new Row(
          task.id().queue(),
          task.id().id(),
          Words.of(info.state()),
          task.type(),
          headers.get("ce-id"),
          headers.get("ce-source"),
          headers.get("ce-subject"),
          info.at(),
          info.dueAt(),
          info.failures(),
          info.losses(),
          info.lastReason().isEmpty() ? null : info.lastReason(),
          task.payload().length,
          info.server().orElse(null));
    }
  }

  /** Bytes made readable; all of them are at {@code task/payload}. */
  record PayloadJson(String kind, String text, int size) {
    static PayloadJson of(Payload payload) {
      return new PayloadJson(Words.of(payload.kind()), payload.text(), payload.size());
    }
  }

  /** Something that happened to it, or will. */
  record MomentJson(Instant at, String what, @Nullable String text) {
    static MomentJson of(Moment moment) {
      var text = moment.text().isEmpty() ? null : moment.text();
      return new MomentJson(moment.at(), Words.of(moment.what()), text);
    }
  }

  /** What whoever stored it asked for. */
  record Options(
      @Nullable Integer maxRetries,
      @Nullable Duration timeout,
      @Nullable Instant deadline,
      Duration retention,
      Duration rememberFor,
      @Nullable String key,
      @Nullable String group) {
    static Options of(TaskInfo info) {
      var task = info.task();
      return new Options(
          task.maxRetries().isPresent() ? task.maxRetries().getAsInt() : null,
          task.timeout().orElse(null),
          task.deadline().orElse(null),
          task.retention(),
          task.rememberFor(),
          task.key().orElse(null),
          task.group().orElse(null));
    }
  }
}
