package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.QueueCounts;
import dev.stayflow.delayedtasks.RedisUnavailable;
import dev.stayflow.delayedtasks.TaskRun;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** What Prometheus reads of this service. */
final class Figures {
  private static final Map<String, ToDoubleFunction<QueueCounts>> STATES =
      Map.of(
          "scheduled", QueueCounts::scheduled,
          "pending", QueueCounts::pending,
          "retry", QueueCounts::retry,
          "active", QueueCounts::active,
          "archived", QueueCounts::archived);

  private final MeterRegistry registry;
  private final Timer lateness;
  private final Map<String, QueueCounts> counts = new ConcurrentHashMap<>();

  Figures(MeterRegistry registry, List<String> queues) {
    this.registry = registry;
    this.lateness =
        Timer.builder("dispatcher.lateness")
            .description("From the due time of an event to its first attempt")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofMillis(1))
            .maximumExpectedValue(Duration.ofMinutes(10))
            .register(registry);
    for (var queue : queues) {
      STATES.forEach((state, count) -> gauge(queue, state, count));
    }
  }

  void received(String outcome) {
    registry.counter("dispatcher.requests", "outcome", outcome).increment();
  }

  void delivered(TaskRun run, Outcome outcome, Duration took) {
    if (run.attempt() == 1) {
      lateness.record(Deliverer.lateness(run));
    }
    var name =
        switch (outcome) {
          case Outcome.Done _ -> "done";
          case Outcome.Retry _, Outcome.Later _ -> "retry";
          case Outcome.Archive _ -> "archived";
          case Outcome.Revoke _ -> "revoked";
        };
    Timer.builder("dispatcher.deliveries")
        .description("Attempts to deliver, by how they ended")
        .tag("outcome", name)
        .publishPercentileHistogram()
        .register(registry)
        .record(took);
  }

  /** Counts the tasks again; without Redis there is no number rather than an old one. */
  void count(Inspector inspector, List<String> queues) {
    for (var queue : queues) {
      try {
        counts.put(queue, inspector.counts(queue));
      } catch (RedisUnavailable e) {
        counts.remove(queue);
      }
    }
  }

  private void gauge(String queue, String state, ToDoubleFunction<QueueCounts> count) {
    Gauge.builder(
            "dispatcher.tasks",
            counts,
            all -> {
              var counted = all.get(queue);
              return counted == null ? Double.NaN : count.applyAsDouble(counted);
            })
        .description("Tasks by queue and state")
        .tag("queue", queue)
        .tag("state", state)
        .register(registry);
  }
}
