package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Backoff;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import dev.stayflow.dispatcher.settings.HttpUrl;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where events go, and how.
 *
 * @param takesUntimed whether events that say nothing of time are due at once
 * @param overrides extension attributes that every delivered event gets
 * @param trust accepts certificates beside the system's; absent when those suffice
 * @param signatures of deliveries to sinks outside of the cluster
 * @param concurrency of this process; 0 when others deliver
 * @param timeout of an attempt whose event names none
 * @param retryFor counted from the first failure of an event that does not count its retries
 * @param failedEvents whether an event that was given up is told of
 */
record DeliverySettings(
    Destinations destinations,
    boolean takesUntimed,
    Map<String, String> overrides,
    Optional<SSLContext> trust,
    Signatures signatures,
    Queues queues,
    int concurrency,
    Duration lease,
    Duration timeout,
    Duration retryFor,
    Backoff backoff,
    boolean failedEvents) {
  private static final String NOBODY = "none";
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  static DeliverySettings read(EnvironmentReader in) {
    var destinations = destinations(in);
    var longestWait = in.duration("RETRY_LONGEST", Duration.ofMinutes(10));
    var hasSink = destinations.of(FailedNotices.TYPE).isPresent();
    return new DeliverySettings(
        destinations,
        in.flag("DELIVER_UNTIMED"),
        SinkBinding.overrides(in),
        SinkBinding.trust(in),
        Signatures.read(in),
        Queues.read(in),
        in.integer("CONCURRENCY", 100, 0, 1000),
        lease(in),
        in.duration("DELIVERY_TIMEOUT", Duration.ofSeconds(60)),
        in.duration("RETRY_FOR", Duration.ofHours(24)),
        new Backoff(in.duration("RETRY_FIRST", Duration.ofSeconds(1)), longestWait),
        in.choice("FAILED_EVENTS", hasSink ? YesOrNo.TRUE : YesOrNo.FALSE) == YesOrNo.TRUE);
  }

  private enum YesOrNo {
    TRUE,
    FALSE
  }

  private static Destinations destinations(EnvironmentReader in) {
    var allowed = new ArrayList<URI>();
    for (var prefix : in.list("DELIVER_TO_ALLOWED", "")) {
      HttpUrl.parse(prefix)
          .ifPresentOrElse(
              allowed::add,
              () -> in.reject("DELIVER_TO_ALLOWED", "URLs between commas, not \"" + prefix + "\""));
    }
    return new Destinations(
        List.copyOf(allowed),
        in.destinations("SINKS_BY_TYPE", NOBODY),
        in.namesOf("SINKS_BY_TYPE", NOBODY),
        in.destination("K_SINK"));
  }

  private static Duration lease(EnvironmentReader in) {
    var lease = in.duration("LEASE", Duration.ofMillis(2500));
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      in.reject("LEASE", "at least PT0.1S, not " + lease);
    }
    return lease;
  }
}
