package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.TaskId;
import java.nio.charset.StandardCharsets;
import org.springframework.web.util.UriUtils;

/** Where a task is shown. Ids hold anything, so they are no part of a path. */
final class TaskLink {
  private TaskLink() {}

  /** A path of this console, without its prefix. */
  static String of(TaskId task) {
    return "/queues/%s/task?id=%s"
        .formatted(task.queue(), UriUtils.encode(task.id(), StandardCharsets.UTF_8));
  }
}
