package dev.stayflow.dispatcher.operations;

import dev.stayflow.dispatcher.event.Taken;
import io.cloudevents.CloudEvent;

/** The door of the delayed delivery protocol for events that do not come over its own port. */
@FunctionalInterface
public interface EventDoor {
  /** Does what the event asks, by the rules that hold for every event. */
  Taken take(CloudEvent event);
}
