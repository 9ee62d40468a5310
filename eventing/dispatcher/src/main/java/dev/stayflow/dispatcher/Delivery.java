package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.TaskRun;
import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.settings.HttpUrl;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to be sent, and where to.
 *
 * @param request the event that asked for it
 * @param event as it is sent
 * @param destination absent when none is configured or permitted any more
 * @param within how long an attempt may take
 */
record Delivery(CloudEvent request, CloudEvent event, Optional<URI> destination, Duration within) {

  /** Of an event that is due. */
  static Delivery of(CloudEvent request, TaskRun run, DeliverySettings settings) {
    if (run.task().id().queue().equals(Queues.DEAD_LETTERS)) {
      return replay(request, settings.timeout());
    }
    var event = DueEvent.of(request, run, settings.overrides());
    var type = StoredEvent.typeOfDelivery(request);
    return new Delivery(
        request,
        event,
        settings.destinations().of(request, type),
        within(request, settings.timeout()));
  }

  /** A dead letter goes where it could not be delivered before, as it was then. */
  private static Delivery replay(CloudEvent letter, Duration within) {
    return new Delivery(
        letter,
        DeadLetter.withoutError(letter),
        Attribute.of(letter, DeadLetter.DESTINATION).flatMap(HttpUrl::parse),
        within);
  }

  private static Duration within(CloudEvent request, Duration otherwise) {
    return Attribute.of(request, Attribute.DELIVER_TIMEOUT)
        .flatMap(DueTime::duration)
        .orElse(otherwise);
  }
}
