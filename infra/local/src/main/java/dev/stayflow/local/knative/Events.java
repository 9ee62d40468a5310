package dev.stayflow.local.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads what may be an event. */
final class Events {
  private Events() {}

  /**
   * The one event of the message; empty when it is a batch, lacks an attribute or has a wrong one.
   */
  static Optional<CloudEvent> read(Supplier<MessageReader> message) {
    try {
      return Optional.of(message.get().toEvent());
    } catch (CloudEventRWException
        | EventDeserializationException
        | IllegalStateException noEvent) {
      return Optional.empty();
    }
  }
}
