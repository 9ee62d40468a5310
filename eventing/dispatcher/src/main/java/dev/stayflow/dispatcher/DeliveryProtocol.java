package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.problem.Refusal;
import dev.stayflow.dispatcher.settings.HttpUrl;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads an event as a request of the delayed delivery protocol. */
final class DeliveryProtocol {
  /** Longer than any delivery may take. */
  static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(30);

  private static final int MOST_RETRIES = 1000;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
  private static final Set<String> OF_CANCELLATIONS =
      Set.of(Attribute.DELIVER_TASK, Attribute.DELIVER_QUEUE);
  private static final Set<String> OF_RESCHEDULINGS =
      Set.of(
          Attribute.DELIVER_TASK,
          Attribute.DELIVER_QUEUE,
          Attribute.DELIVER_AT,
          Attribute.DELIVER_AFTER);

  private final Destinations destinations;
  private final boolean takesUntimed;
  private final TaskNames names;

  /**
   * @param takesUntimed whether an event that says nothing of time is due at once
   */
  DeliveryProtocol(Destinations destinations, boolean takesUntimed, List<String> queues) {
    this.destinations = destinations;
    this.takesUntimed = takesUntimed;
    this.names = new TaskNames(queues);
  }

  /**
   * Decides what is asked.
   *
   * @param arrival what a duration counts from when the event has no time
   */
  Asked read(CloudEvent event, Caller caller, Instant arrival) {
    try {
      refuseUnknown(event);
      return switch (event.getType()) {
        case Attribute.CANCELLED -> cancellation(event, caller);
        case Attribute.RESCHEDULED -> rescheduling(event, caller, arrival);
        default -> delivery(event, caller, arrival);
      };
    } catch (Wrong wrong) {
      return new Asked.Refused(wrong.refusal());
    }
  }

  private Asked cancellation(CloudEvent event, Caller caller) throws Wrong {
    refuseOthers(event, OF_CANCELLATIONS, "has no meaning in a cancellation");
    return new Asked.Cancellation(event, names.named(event, caller));
  }

  private Asked rescheduling(CloudEvent event, Caller caller, Instant arrival) throws Wrong {
    refuseOthers(event, OF_RESCHEDULINGS, "cannot be changed by a rescheduling");
    var task = names.named(event, caller);
    return new Asked.Rescheduling(event, task, DueTime.of(event, arrival));
  }

  private Asked delivery(CloudEvent event, Caller caller, Instant arrival) throws Wrong {
    checkType(event);
    var isDueNow =
        takesUntimed && DueTime.isUntimed(event) && !event.getType().equals(Attribute.REQUESTED);
    var due = isDueNow ? arrival : DueTime.of(event, arrival);
    checkRetries(Attribute.of(event, Attribute.DELIVER_RETRIES));
    checkTimeout(Attribute.of(event, Attribute.DELIVER_TIMEOUT));
    checkDestination(event);
    var task = names.of(event, caller);
    AttributeSizes.check(event);
    if (isUnheard(event)) {
      return new Asked.Unheard(event, task);
    }
    return new Asked.Delivery(event, caller, task, due);
  }

  private static void refuseUnknown(CloudEvent event) throws Wrong {
    for (var name : event.getExtensionNames()) {
      if (name.startsWith(Attribute.PREFIX)
          && !Attribute.OF_REQUESTS.contains(name)
          && !Attribute.OF_DELIVERIES.contains(name)) {
        throw new Wrong(name, "is no attribute of the delayed delivery protocol");
      }
    }
  }

  private static void refuseOthers(CloudEvent event, Set<String> known, String why) throws Wrong {
    for (var name : event.getExtensionNames()) {
      if (Attribute.OF_REQUESTS.contains(name) && !known.contains(name)) {
        throw new Wrong(name, why);
      }
    }
  }

  private static void checkType(CloudEvent event) throws Wrong {
    var asked = Attribute.of(event, Attribute.DELIVER_TYPE);
    if (asked.isEmpty() && event.getType().equals(Attribute.REQUESTED)) {
      throw new Wrong(Attribute.DELIVER_TYPE, "is required with type " + Attribute.REQUESTED);
    }
    if (asked.isEmpty() && event.getType().startsWith(Attribute.RESERVED_TYPES)) {
      throw new Wrong("type", "is no request of the delayed delivery protocol");
    }
    if (asked
        .filter(type -> type.isBlank() || type.startsWith(Attribute.RESERVED_TYPES))
        .isPresent()) {
      throw new Wrong(
          Attribute.DELIVER_TYPE, "must be a type outside of " + Attribute.RESERVED_TYPES);
    }
  }

  private static void checkRetries(Optional<String> retries) throws Wrong {
    if (retries.isPresent()
        && (!NUMBER.matcher(retries.get()).matches()
            || Integer.parseInt(retries.get()) > MOST_RETRIES)) {
      throw new Wrong(
          Attribute.DELIVER_RETRIES, "must be a number from 0 to %d".formatted(MOST_RETRIES));
    }
  }

  private static void checkTimeout(Optional<String> timeout) throws Wrong {
    if (timeout.isEmpty()) {
      return;
    }
    var time = DueTime.duration(timeout.get());
    if (time.isEmpty() || !time.get().isPositive() || time.get().compareTo(LONGEST_TIMEOUT) > 0) {
      throw new Wrong(
          Attribute.DELIVER_TIMEOUT,
          "must be an ISO 8601 duration longer than zero, at most " + LONGEST_TIMEOUT);
    }
  }

  private void checkDestination(CloudEvent event) throws Wrong {
    var asked = Attribute.of(event, Attribute.DELIVER_TO);
    if (asked.isPresent()) {
      var url = HttpUrl.parse(asked.get());
      if (url.isEmpty()) {
        throw new Wrong(Attribute.DELIVER_TO, "must be an http or https URL");
      }
      if (!destinations.permits(url.get())) {
        throw new Wrong(
            Attribute.DELIVER_TO, "is not among the destinations that DELIVER_TO_ALLOWED permits");
      }
    }
    if (!isUnheard(event) && destinations.of(event, StoredEvent.typeOfDelivery(event)).isEmpty()) {
      throw new Wrong(
          Refusal.unavailable(
              "the dispatcher has no destination for this event: bind it to a sink (K_SINK) or send"
                  + " deliverto"));
    }
  }

  private boolean isUnheard(CloudEvent event) {
    return Attribute.of(event, Attribute.DELIVER_TO).isEmpty()
        && destinations.isUnheard(StoredEvent.typeOfDelivery(event));
  }
}
