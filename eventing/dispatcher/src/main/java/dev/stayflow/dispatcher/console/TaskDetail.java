package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.dispatcher.operations.Moment;
import dev.stayflow.dispatcher.operations.Payload;
import dev.stayflow.dispatcher.operations.TaskAction;
import dev.stayflow.dispatcher.operations.TaskView;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A task as its page shows it.
 *
 * @param attributes of its event, in the order of the specification; empty when it holds none
 * @param options what it asks of its workers
 * @param at see {@link TaskInfo#at}
 * @param editable its payload as text; null when it cannot be changed here
 */
record TaskDetail(
    String queue,
    String id,
    String link,
    String type,
    String state,
    Map<String, String> attributes,
    Map<String, String> headers,
    Map<String, String> options,
    Payload payload,
    @Nullable Payload result,
    @Nullable Payload progress,
    @Nullable String server,
    Instant at,
    List<Line> timeline,
    boolean mayRun,
    boolean mayArchive,
    boolean mayDelete,
    boolean mayCancel,
    boolean mayReschedule,
    @Nullable String editable,
    boolean deadLetter) {
  private static final int MOST_EDITABLE = 256 * 1024;

  /**
   * A moment in its life.
   *
   * @param mark good, bad, next or empty
   */
  record Line(String what, Instant at, String text, String mark) {
    static Line of(Moment moment) {
      return new Line(what(moment.what()), moment.at(), moment.text(), mark(moment.what()));
    }

    private static String what(Moment.What what) {
      return switch (what) {
        case EVENT_TIME -> "Time of the event";
        case JOINED_GROUP -> "Joined its group";
        case DUE -> "Due";
        case FAILED -> "Attempt failed";
        case ARCHIVED -> "Archived";
        case COMPLETED -> "Done";
        case LEASE_ENDS -> "Under way; lease ends unless renewed";
        case NEXT_ATTEMPT -> "Next attempt";
        case FORGOTTEN -> "Will be forgotten";
      };
    }

    private static String mark(Moment.What what) {
      return switch (what) {
        case FAILED, ARCHIVED -> "bad";
        case COMPLETED -> "good";
        case NEXT_ATTEMPT, FORGOTTEN, LEASE_ENDS -> "next";
        case EVENT_TIME, JOINED_GROUP, DUE -> "";
      };
    }
  }

  static TaskDetail of(TaskView view) {
    var info = view.info();
    var actions = view.actions();
    var payload = view.payload();
    return new TaskDetail(
        view.id().queue(),
        view.id().id(),
        TaskLink.of(view.id()),
        info.task().type(),
        Say.IT.state(view.state()),
        view.event().map(TaskDetail::attributes).orElse(Map.of()),
        new TreeMap<>(view.headers()),
        options(info),
        payload,
        view.result().orElse(null),
        view.progress().orElse(null),
        info.server().orElse(null),
        info.at(),
        view.timeline().stream().map(Line::of).toList(),
        actions.contains(TaskAction.RUN),
        actions.contains(TaskAction.ARCHIVE),
        actions.contains(TaskAction.DELETE),
        actions.contains(TaskAction.CANCEL),
        view.mayReschedule(),
        view.mayEdit() && isEditable(payload) ? payload.text() : null,
        info.task().headers().containsKey(TaskRow.DESTINATION));
  }

  /** What an action is undone by, beside the task. */
  public String time() {
    return at.toString();
  }

  public String payloadLink() {
    return link.replaceFirst("/task\\?", "/task/payload?");
  }

  private static boolean isEditable(Payload payload) {
    return payload.kind() != Payload.Kind.BINARY && payload.size() <= MOST_EDITABLE;
  }

  private static Map<String, String> attributes(CloudEvent event) {
    var all = new LinkedHashMap<String, String>();
    for (var name : List.of("type", "source", "subject", "id", "time", "datacontenttype")) {
      var value = event.getAttribute(name);
      if (value != null) {
        all.put(name, value.toString());
      }
    }
    var extensions = new TreeMap<String, String>();
    event
        .getExtensionNames()
        .forEach(name -> extensions.put(name, String.valueOf(event.getExtension(name))));
    all.putAll(extensions);
    return all;
  }

  private static Map<String, String> options(TaskInfo info) {
    var task = info.task();
    var all = new LinkedHashMap<String, String>();
    all.put("failed attempts", Say.IT.number(info.failures()));
    task.maxRetries().ifPresent(most -> all.put("retries at most", Say.IT.number(most)));
    task.timeout().ifPresent(time -> all.put("timeout", Say.IT.duration(time)));
    task.deadline().ifPresent(time -> all.put("deadline", Say.IT.time(time)));
    task.key().ifPresent(key -> all.put("key", key));
    task.group().ifPresent(group -> all.put("group", group));
    if (info.losses() > 0) {
      all.put("lost workers", Say.IT.number(info.losses()));
    }
    if (task.retention().isPositive()) {
      all.put("kept once done", Say.IT.duration(task.retention()));
    }
    return all;
  }
}
