package dev.stayflow.dispatcher.api;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskId;
import java.util.function.Supplier;

/** What requests have to fulfil. */
final class Check {
  static final int LARGEST_PAGE = 500;

  private Check() {}

  static int size(int size) {
    return within("size", size, 1, LARGEST_PAGE);
  }

  static int within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw Wrong.parameter(name, "must be %d to %d".formatted(least, most));
    }
    return value;
  }

  static String queue(Inspector inspector, String name) {
    if (!inspector.queues().contains(name)) {
      throw Wrong.notFound("queue \"%s\"".formatted(name));
    }
    return name;
  }

  static TaskId task(String queue, String id) {
    try {
      return new TaskId(queue, id);
    } catch (IllegalArgumentException e) {
      throw Wrong.parameter("id", e);
    }
  }

  static String notEmpty(String name, String value) {
    if (value.isEmpty()) {
      throw Wrong.parameter(name, "is empty");
    }
    return value;
  }

  /** What the engine does not take is told as the fault of that parameter. */
  static <T> T taken(String name, Supplier<T> call) {
    try {
      return call.get();
    } catch (IllegalArgumentException e) {
      throw Wrong.parameter(name, e);
    }
  }

  static void done(ActionResult result, TaskId task, String wanted) {
    switch (result) {
      case DONE -> {}
      case NOT_THERE ->
          throw Wrong.notFound("task \"%s\" in queue %s".formatted(task.id(), task.queue()));
      case OTHER_STATE ->
          throw Wrong.state("a task in its state cannot be %s; look at it again".formatted(wanted));
    }
  }
}
