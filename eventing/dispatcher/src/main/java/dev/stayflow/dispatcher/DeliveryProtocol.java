package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.problem.Refusal;
import dev.stayflow.dispatcher.settings.HttpUrl;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an event as a request of the delayed delivery protocol. */
final class DeliveryProtocol {
  static final Duration FURTHEST = Duration.ofDays(366);
  private static final int LONGEST_TASK = 1024;

  private final Destinations destinations;
  private final List<String> queues;

  DeliveryProtocol(Destinations destinations, List<String> queues) {
    this.destinations = destinations;
    this.queues = queues;
  }

  /**
   * Decides what is asked.
   *
   * @param arrival what a duration counts from when the event has no time
   */
  Asked read(CloudEvent event, Instant arrival) {
    try {
      refuseUnknown(event);
      return event.getType().equals(Attribute.CANCELLED)
          ? cancellation(event)
          : delivery(event, arrival);
    } catch (Wrong wrong) {
      return new Asked.Refused(wrong.refusal);
    }
  }

  private Asked cancellation(CloudEvent event) throws Wrong {
    for (var name : Attribute.OF_REQUESTS) {
      var belongs = name.equals(Attribute.DELIVER_TASK) || name.equals(Attribute.DELIVER_QUEUE);
      if (!belongs && event.getExtension(name) != null) {
        throw new Wrong(name, "has no meaning in a cancellation");
      }
    }
    if (event.getExtension(Attribute.DELIVER_TASK) == null) {
      throw new Wrong(Attribute.DELIVER_TASK, "a cancellation must say which task");
    }
    return new Asked.Cancellation(event, id(event));
  }

  private Asked delivery(CloudEvent event, Instant arrival) throws Wrong {
    var deliveredType = deliveredType(event);
    var due = due(event, arrival);
    if (due.isAfter(arrival.plus(FURTHEST))) {
      throw new Wrong(dueAttribute(event), "at most %d days from now".formatted(FURTHEST.toDays()));
    }
    checkDestination(event, deliveredType);
    return new Asked.Delivery(event, id(event), due.isBefore(arrival) ? arrival : due);
  }

  private static void refuseUnknown(CloudEvent event) throws Wrong {
    for (var name : event.getExtensionNames()) {
      if (name.startsWith(Attribute.PREFIX)
          && !Attribute.OF_REQUESTS.contains(name)
          && !Attribute.OF_DELIVERIES.contains(name)) {
        throw new Wrong(name, "is not supported by this version of the dispatcher");
      }
    }
  }

  private static String deliveredType(CloudEvent event) throws Wrong {
    var asked = text(event, Attribute.DELIVER_TYPE);
    if (asked == null && event.getType().equals(Attribute.REQUESTED)) {
      throw new Wrong(Attribute.DELIVER_TYPE, "is required with type " + Attribute.REQUESTED);
    }
    if (asked == null && event.getType().startsWith(Attribute.RESERVED_TYPES)) {
      throw new Wrong("type", "is not supported by this version of the dispatcher");
    }
    if (asked != null && (asked.isBlank() || asked.startsWith(Attribute.RESERVED_TYPES))) {
      throw new Wrong(
          Attribute.DELIVER_TYPE, "must be a type outside of " + Attribute.RESERVED_TYPES);
    }
    return StoredEvent.typeOfDelivery(event);
  }

  private static String dueAttribute(CloudEvent event) {
    return event.getExtension(Attribute.DELIVER_AT) == null
        ? Attribute.DELIVER_AFTER
        : Attribute.DELIVER_AT;
  }

  private static Instant due(CloudEvent event, Instant arrival) throws Wrong {
    var at = text(event, Attribute.DELIVER_AT);
    var after = text(event, Attribute.DELIVER_AFTER);
    if (at != null && after != null) {
      throw new Wrong(Attribute.DELIVER_AFTER, "give deliverat or deliverafter, not both");
    }
    if (at != null) {
      return time(at);
    }
    if (after == null) {
      throw new Wrong(Attribute.DELIVER_AT, "give deliverat or deliverafter");
    }
    var from = Optional.ofNullable(event.getTime()).map(OffsetDateTime::toInstant).orElse(arrival);
    try {
      return from.plus(duration(after));
    } catch (ArithmeticException | DateTimeException e) {
      throw new Wrong(Attribute.DELIVER_AFTER, "is too long");
    }
  }

  private static Instant time(String text) throws Wrong {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new Wrong(
          Attribute.DELIVER_AT, "must be a time of RFC 3339, such as 2026-01-31T20:15:00Z");
    }
  }

  private static Duration duration(String text) throws Wrong {
    try {
      var duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      // told below, as a negative one is
    }
    throw new Wrong(
        Attribute.DELIVER_AFTER,
        "must be an ISO 8601 duration of days, hours, minutes and seconds, such as PT20M or P1DT6H");
  }

  private void checkDestination(CloudEvent event, String deliveredType) throws Wrong {
    var asked = text(event, Attribute.DELIVER_TO);
    if (asked != null) {
      var url = HttpUrl.parse(asked);
      if (url.isEmpty()) {
        throw new Wrong(Attribute.DELIVER_TO, "must be an http or https URL");
      }
      if (!destinations.permits(url.get())) {
        throw new Wrong(
            Attribute.DELIVER_TO, "is not among the destinations that DELIVER_TO_ALLOWED permits");
      }
    }
    if (destinations.of(event, deliveredType).isEmpty()) {
      throw new Wrong(
          Refusal.unavailable(
              "the dispatcher has no destination for this event: bind it to a sink (K_SINK) or send"
                  + " deliverto"));
    }
  }

  private TaskId id(CloudEvent event) throws Wrong {
    var queue = text(event, Attribute.DELIVER_QUEUE);
    if (queue != null && !queues.contains(queue)) {
      throw new Wrong(Attribute.DELIVER_QUEUE, "must be one of " + String.join(", ", queues));
    }
    var task = text(event, Attribute.DELIVER_TASK);
    if (task != null && (task.isBlank() || task.length() > LONGEST_TASK)) {
      throw new Wrong(
          Attribute.DELIVER_TASK, "must have 1 to %d characters".formatted(LONGEST_TASK));
    }
    var id = task == null ? identity(event) : task;
    if (id.getBytes(StandardCharsets.UTF_8).length > 2 * LONGEST_TASK) {
      throw new Wrong("id", "source and id together have at most 2000 characters");
    }
    return new TaskId(queue == null ? DispatcherSettings.DEFAULT_QUEUE : queue, id);
  }

  /** Source and id make an event unique; the length keeps different pairs apart. */
  static String identity(CloudEvent event) {
    var source = event.getSource().toString();
    return source.length() + ":" + source + event.getId();
  }

  private static @Nullable String text(CloudEvent event, String name) {
    var value = event.getExtension(name);
    return value == null ? null : value.toString();
  }

  /** Leaves the reading of one event; never leaves this class. */
  private static final class Wrong extends Exception {
    private final transient Refusal refusal;

    Wrong(String attribute, String detail) {
      this(Refusal.badAttribute(attribute, detail));
    }

    Wrong(Refusal refusal) {
      super(refusal.detail(), null, false, false);
      this.refusal = refusal;
    }
  }
}
