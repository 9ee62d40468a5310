package dev.stayflow.local.manifests;

import java.time.Duration;
import java.util.Optional;

/**
 * How often and how long an event is tried, and where it goes when nobody takes it.
 *
 * @param retry tries after the first one
 * @param backoffDelay the unit of the waits between tries
 * @param timeout the limit of one try; Knative's own is 600 s
 */
public record Delivery(
    int retry,
    BackoffPolicy backoffPolicy,
    Duration backoffDelay,
    Optional<Duration> timeout,
    Destination deadLetterSink) {

  /** How the waits grow. */
  public enum BackoffPolicy {
    LINEAR,
    EXPONENTIAL
  }

  /**
   * The wait before the {@code n}th retry, counted from 1: delay × n, or delay × 2^n. No cap, no
   * jitter, as measured.
   */
  public Duration wait(int n) {
    return switch (backoffPolicy) {
      case LINEAR -> backoffDelay.multipliedBy(n);
      case EXPONENTIAL -> backoffDelay.multipliedBy(1L << Math.min(n, 40));
    };
  }

  /** Reads a whole delivery block: of a partial one Knative silently drops the rest. */
  static Delivery read(Section section, References references) {
    for (String needed : new String[] {"retry", "backoffPolicy", "backoffDelay"}) {
      if (!section.has(needed)) {
        section.problem(needed, "is missing; a partial delivery silently drops the rest");
      }
    }
    return new Delivery(
        section.integer("retry", 0, 100).orElse(0),
        section.choice("backoffPolicy", BackoffPolicy.class).orElse(BackoffPolicy.EXPONENTIAL),
        section.duration("backoffDelay").orElse(Duration.ofMillis(200)),
        section.duration("timeout"),
        Destination.read(section.section("deadLetterSink"), references));
  }
}
