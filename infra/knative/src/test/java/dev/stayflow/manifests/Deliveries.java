package dev.stayflow.manifests;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Each {@code delivery} is whole, since a partial one replaces the Broker's as a whole; its retries
 * outlast a minute of outage, and no timeout is shorter than a cold start.
 */
final class Deliveries implements Check {
  private static final Set<String> FIELDS =
      Set.of("retry", "backoffPolicy", "backoffDelay", "deadLetterSink", "timeout");

  private static final Duration OUTAGE = Duration.ofMinutes(1);
  private static final Duration COLD_START = Duration.ofSeconds(30);
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);
  private static final int MOST_RETRIES = 20;

  @Override
  public void check(Rendering rendering, Findings findings) {
    for (var kind : List.of(Kind.TRIGGER, Kind.BROKER, Kind.KAFKA_SOURCE)) {
      rendering.all(kind).forEach(object -> check(object, rendering, findings));
    }
  }

  private static void check(Manifest object, Rendering rendering, Findings findings) {
    var delivery = object.at("/spec/delivery");
    if (delivery.isMissingNode()) {
      // The Broker of the dispatcher's example stands for one of the reader's own.
      findings.check(
          object.is(Kind.BROKER) && !rendering.isOfOrders(), object, "spec.delivery", "is missing");
      return;
    }
    delivery
        .propertyNames()
        .forEach(
            field ->
                findings.check(
                    FIELDS.contains(field),
                    object,
                    "spec.delivery." + field,
                    "is no field of a delivery; known here: " + FIELDS));
    // Where there is no Kafka there is no sink for dead letters but the dispatcher, whose own they
    // are.
    findings.check(
        delivery.has("deadLetterSink") || !rendering.isOfOrders(),
        object,
        "spec.delivery.deadLetterSink",
        "is missing: what is refused would be lost");
    var retry = delivery.path("retry");
    findings.check(
        retry.isInt() && retry.asInt() >= 1 && retry.asInt() <= MOST_RETRIES,
        object,
        "spec.delivery.retry",
        "must be a whole number from 1 to " + MOST_RETRIES);
    var policy = delivery.path("backoffPolicy").asString("");
    findings.check(
        policy.equals("exponential") || policy.equals("linear"),
        object,
        "spec.delivery.backoffPolicy",
        "must be exponential or linear");
    var delay = duration(object, "backoffDelay", delivery, findings);
    if (delay.isPresent() && retry.isInt()) {
      var waits = waits(delay.get(), policy, retry.asInt());
      findings.check(
          waits.compareTo(OUTAGE) >= 0,
          object,
          "spec.delivery.retry",
          "all retries together wait %s; an outage of %s must be outlasted"
              .formatted(waits, OUTAGE));
    }
    if (delivery.has("timeout")) {
      duration(object, "timeout", delivery, findings)
          .ifPresent(
              timeout ->
                  findings.check(
                      timeout.compareTo(COLD_START) >= 0 && timeout.compareTo(LONGEST_TIMEOUT) <= 0,
                      object,
                      "spec.delivery.timeout",
                      "must be %s to %s: shorter than a cold start it multiplies events"
                          .formatted(COLD_START, LONGEST_TIMEOUT)));
    }
  }

  private static Optional<Duration> duration(
      Manifest object, String field, JsonNode delivery, Findings findings) {
    try {
      var duration = Duration.parse(delivery.path(field).asString(""));
      findings.check(
          duration.isPositive(), object, "spec.delivery." + field, "must be longer than nothing");
      return Optional.of(duration);
    } catch (DateTimeParseException wrong) {
      findings.add(object, "spec.delivery." + field, "must be an ISO 8601 duration such as PT0.2S");
      return Optional.empty();
    }
  }

  /** The first exponential wait is twice the delay. */
  private static Duration waits(Duration delay, String policy, int retries) {
    var all = Duration.ZERO;
    for (int n = 1; n <= Math.min(retries, MOST_RETRIES); n++) {
      all = all.plus(delay.multipliedBy(policy.equals("linear") ? n : 1L << n));
    }
    return all;
  }
}
