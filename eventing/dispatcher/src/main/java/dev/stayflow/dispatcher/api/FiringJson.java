package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.Firing;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One time that a schedule stored its task.
 *
 * @param outcome the state of the task, {@code gone} when nothing is kept of it, {@code held-up}
 *     when it was not stored because another holds its lock
 * @param reason why its last attempt failed
 */
record FiringJson(
    Instant fireTime,
    Instant enqueuedAt,
    String queue,
    String task,
    String cause,
    String outcome,
    @Nullable String reason) {
  static FiringJson of(Firing firing, Inspector inspector) {
    var task = inspector.find(firing.task());
    var reason = task.map(TaskInfo::lastReason).filter(text -> !text.isEmpty()).orElse(null);
    return new FiringJson(
        firing.fireTime(),
        firing.enqueuedAt(),
        firing.task().queue(),
        firing.task().id(),
        Words.of(firing.cause()),
        firing.stored() ? task.map(TaskInfo::state).map(Words::of).orElse("gone") : "held-up",
        firing.stored() ? reason : null);
  }
}
