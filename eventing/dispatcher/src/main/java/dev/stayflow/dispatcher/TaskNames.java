package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.event.Attribute;
import io.cloudevents.CloudEvent;
import java.util.List;

/** Which task an event is about. */
final class TaskNames {
  private static final int LONGEST_OWN = 1024;

  /** Of a task id of the engine; attributes are ASCII. */
  private static final int LONGEST_STORED = 2048;

  private final List<String> queues;

  /**
   * Tasks of some queues.
   *
   * @param queues those that an event may name
   */
  TaskNames(List<String> queues) {
    this.queues = queues;
  }

  /** The task that an event names, or the one that its source and id make. */
  Asked.Named of(CloudEvent event, Caller caller) throws Wrong {
    if (Attribute.of(event, Attribute.DELIVER_TASK).isPresent()) {
      return named(event, caller);
    }
    var made = identity(event);
    if (caller.stored(made).length() > LONGEST_STORED) {
      throw new Wrong(
          "id",
          "source and id together have at most %d characters"
              .formatted(LONGEST_STORED - caller.stored("99999:").length()));
    }
    return new Asked.Named(new TaskId(queue(event), caller.stored(made)), made);
  }

  /** The task that an event names: one that asks for a change must. */
  Asked.Named named(CloudEvent event, Caller caller) throws Wrong {
    var own =
        Attribute.of(event, Attribute.DELIVER_TASK)
            .orElseThrow(() -> new Wrong(Attribute.DELIVER_TASK, "must say which task is meant"));
    if (own.isBlank() || own.length() > LONGEST_OWN) {
      throw new Wrong(
          Attribute.DELIVER_TASK, "must have 1 to %d characters".formatted(LONGEST_OWN));
    }
    return new Asked.Named(new TaskId(queue(event), caller.stored(own)), own);
  }

  private String queue(CloudEvent event) throws Wrong {
    var queue = Attribute.of(event, Attribute.DELIVER_QUEUE);
    if (queue.isPresent() && !queues.contains(queue.get())) {
      throw new Wrong(Attribute.DELIVER_QUEUE, "must be one of " + String.join(", ", queues));
    }
    return queue.orElse(Queues.DEFAULT);
  }

  /** Source and id make an event unique; the length keeps different pairs apart. */
  static String identity(CloudEvent event) {
    var source = event.getSource().toString();
    return source.length() + ":" + source + event.getId();
  }
}
