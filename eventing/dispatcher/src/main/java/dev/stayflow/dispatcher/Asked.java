package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.problem.Refusal;
import io.cloudevents.CloudEvent;
import java.time.Instant;

/** What an event asks of the dispatcher. */
sealed interface Asked {
  record Delivery(CloudEvent event, TaskId id, Instant dueAt) implements Asked {}

  record Cancellation(CloudEvent event, TaskId id) implements Asked {}

  record Refused(Refusal refusal) implements Asked {}
}
