package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.event.Attribute;
import io.cloudevents.CloudEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** When an event is to be delivered. */
final class DueTime {
  static final Duration FURTHEST = Duration.ofDays(366);

  private DueTime() {}

  /**
   * By the one of {@code deliverat} and {@code deliverafter} that is there; the past means now.
   *
   * @param arrival what a duration counts from when the event has no time
   */
  static Instant of(CloudEvent event, Instant arrival) throws Wrong {
    var at = Attribute.of(event, Attribute.DELIVER_AT);
    var after = Attribute.of(event, Attribute.DELIVER_AFTER);
    if (at.isPresent() && after.isPresent()) {
      throw new Wrong(Attribute.DELIVER_AFTER, "give deliverat or deliverafter, not both");
    }
    if (at.isEmpty() && after.isEmpty()) {
      throw new Wrong(Attribute.DELIVER_AT, "give deliverat or deliverafter");
    }
    var due = at.isPresent() ? time(at.get()) : after(event, after.orElseThrow(), arrival);
    if (due.isAfter(arrival.plus(FURTHEST))) {
      throw new Wrong(
          at.isPresent() ? Attribute.DELIVER_AT : Attribute.DELIVER_AFTER,
          "at most %d days from now".formatted(FURTHEST.toDays()));
    }
    return due.isBefore(arrival) ? arrival : due;
  }

  /** Whether it says nothing of when it is due. */
  static boolean isUntimed(CloudEvent event) {
    return Attribute.of(event, Attribute.DELIVER_AT).isEmpty()
        && Attribute.of(event, Attribute.DELIVER_AFTER).isEmpty();
  }

  private static Instant time(String text) throws Wrong {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new Wrong(
          Attribute.DELIVER_AT, "must be a time of RFC 3339, such as 2026-01-31T20:15:00Z");
    }
  }

  private static Instant after(CloudEvent event, String text, Instant arrival) throws Wrong {
    var from = Optional.ofNullable(event.getTime()).map(OffsetDateTime::toInstant).orElse(arrival);
    var duration = duration(text);
    if (duration.isEmpty() || duration.get().isNegative()) {
      throw new Wrong(
          Attribute.DELIVER_AFTER,
          "must be an ISO 8601 duration of days, hours, minutes and seconds, such as PT20M or"
              + " P1DT6H");
    }
    try {
      return from.plus(duration.get());
    } catch (ArithmeticException | DateTimeException e) {
      throw new Wrong(Attribute.DELIVER_AFTER, "is too long");
    }
  }

  /** ISO 8601 in days and less; absent when it is something else. */
  static Optional<Duration> duration(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
