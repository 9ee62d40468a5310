package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.TaskRun;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What Prometheus reads of the work of this process. */
final class Figures {
  private static final Duration[] STEPS =
      java.util.stream.LongStream.of(
              1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 600_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Timer lateness;
  private final Map<String, Counter> requests = new ConcurrentHashMap<>();
  private final Map<String, Timer> deliveries = new ConcurrentHashMap<>();
  private final Map<String, Timer> redis = new ConcurrentHashMap<>();

  Figures(MeterRegistry registry) {
    this.registry = registry;
    this.lateness =
        Timer.builder("dispatcher.lateness")
            .description("From the due time of an event to its first attempt")
            .serviceLevelObjectives(STEPS)
            .register(registry);
  }

  void received(String outcome) {
    requests
        .computeIfAbsent(
            outcome,
            name ->
                Counter.builder("dispatcher.requests")
                    .description("Events that came, by what became of them")
                    .tag("outcome", name)
                    .register(registry))
        .increment();
  }

  void delivered(TaskRun run, Outcome outcome, Duration took) {
    var queue = run.task().id().queue();
    if (run.attempt() == 1 && !queue.equals(Queues.DEAD_LETTERS)) {
      lateness.record(Deliverer.lateness(run));
    }
    var name =
        switch (outcome) {
          case Outcome.Done _ -> "done";
          case Outcome.Retry _, Outcome.Later _ -> "retry";
          case Outcome.Archive _ -> "archived";
          case Outcome.Revoke _ -> "revoked";
        };
    deliveries.computeIfAbsent(queue + " " + name, _ -> deliveries(queue, name)).record(took);
  }

  private Timer deliveries(String queue, String outcome) {
    return Timer.builder("dispatcher.deliveries")
        .description("Attempts to deliver, by queue and by how they ended")
        .tag("queue", queue)
        .tag("outcome", outcome)
        .serviceLevelObjectives(STEPS)
        .register(registry);
  }

  /** Measures a call of the engine, which is one round trip to Redis or a few. */
  <T> T redis(String call, Supplier<T> asking) {
    var began = System.nanoTime();
    try {
      return asking.get();
    } finally {
      redis.computeIfAbsent(call, this::redis).record(Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private Timer redis(String call) {
    return Timer.builder("dispatcher.redis")
        .description("Calls to Redis on behalf of requests and of these figures, waits included")
        .tag("call", call)
        .serviceLevelObjectives(STEPS)
        .register(registry);
  }
}
