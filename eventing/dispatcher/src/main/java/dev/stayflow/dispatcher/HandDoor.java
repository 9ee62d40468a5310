package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.Enqueued;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.operations.EventDoor;
import dev.stayflow.dispatcher.operations.Requested;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.InstantSource;

/** Takes events that people give to the API or the console, by the rules of the ingress. */
final class HandDoor implements EventDoor {
  private final DeliveryProtocol protocol;
  private final DelayedTaskClient tasks;
  private final InstantSource clock;
  private final Duration dedupeFor;

  HandDoor(
      DeliveryProtocol protocol, DelayedTaskClient tasks, InstantSource clock, Duration dedupeFor) {
    this.protocol = protocol;
    this.tasks = tasks;
    this.clock = clock;
    this.dedupeFor = dedupeFor;
  }

  @Override
  public Requested take(CloudEvent event) {
    return switch (protocol.read(event, clock.instant())) {
      case Asked.Refused refused -> new Requested.Refused(refused.refusal());
      case Asked.Cancellation cancellation ->
          new Requested.Changed(cancellation.id(), tasks.cancel(cancellation.id()).name());
      case Asked.Delivery delivery -> store(delivery);
    };
  }

  private Requested store(Asked.Delivery delivery) {
    var task =
        StoredEvent.task(delivery.event(), delivery.id())
            .at(delivery.dueAt())
            .rememberFor(dedupeFor);
    return switch (tasks.enqueue(task)) {
      case Enqueued.Stored() -> new Requested.Stored(task.id(), delivery.dueAt());
      case Enqueued.AlreadyThere(var id, var dueAt) -> new Requested.AlreadyThere(id, dueAt);
      case Enqueued.Finished(), Enqueued.Archived() -> new Requested.FinishedBefore(task.id());
    };
  }
}
