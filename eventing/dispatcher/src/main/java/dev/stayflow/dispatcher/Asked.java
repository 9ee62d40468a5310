package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.problem.Refusal;
import io.cloudevents.CloudEvent;
import java.time.Instant;

/** What an event asks of the dispatcher. */
sealed interface Asked {
  /** To store it until a time. */
  record Delivery(CloudEvent event, Caller caller, Named task, Instant dueAt) implements Asked {}

  /** To take an event that nobody hears of. */
  record Unheard(CloudEvent event, Named task) implements Asked {}

  record Cancellation(CloudEvent event, Named task) implements Asked {}

  record Rescheduling(CloudEvent event, Named task, Instant dueAt) implements Asked {}

  record Refused(Refusal refusal) implements Asked {}

  /**
   * A task.
   *
   * @param id where it lies
   * @param name what its caller calls it
   */
  record Named(TaskId id, String name) {}
}
