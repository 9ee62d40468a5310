package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.QueueCounts;
import dev.stayflow.delayedtasks.QueueStats;
import dev.stayflow.delayedtasks.RedisUnavailable;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * What Prometheus reads of the queues. All replicas tell the same of them, and without Redis there
 * is no number rather than an old one.
 */
final class QueueGauges {
  private static final Map<String, ToDoubleFunction<QueueCounts>> STATES =
      Map.of(
          "scheduled", QueueCounts::scheduled,
          "pending", QueueCounts::pending,
          "retry", QueueCounts::retry,
          "active", QueueCounts::active,
          "archived", QueueCounts::archived,
          "completed", QueueCounts::completed,
          "aggregating", QueueCounts::aggregating);

  private static final Map<String, ToDoubleFunction<QueueStats>> TOTALS =
      Map.of(
          "processed", QueueStats::processed,
          "failed", QueueStats::failed,
          "archived", QueueStats::archived,
          "cancelled", QueueStats::cancelled,
          "lost", QueueStats::lost,
          "trimmed", QueueStats::trimmed);

  private record Counted(QueueCounts counts, QueueStats stats) {}

  private final Inspector inspector;
  private final List<String> queues;
  private final Figures figures;
  private final Map<String, Counted> counted = new ConcurrentHashMap<>();

  QueueGauges(MeterRegistry registry, Inspector inspector, List<String> queues, Figures figures) {
    this.inspector = inspector;
    this.queues = queues;
    this.figures = figures;
    queues.forEach(queue -> register(registry, queue));
  }

  /** Counts again. */
  void count() {
    for (var queue : queues) {
      try {
        counted.put(queue, figures.redis("count", () -> look(queue)));
      } catch (RedisUnavailable e) {
        counted.clear();
        return;
      } catch (RuntimeException e) {
        counted.clear();
        throw e;
      }
    }
  }

  /** Whether Redis answered the last time. */
  boolean counted() {
    return !counted.isEmpty();
  }

  private Counted look(String queue) {
    return new Counted(inspector.counts(queue), inspector.stats(queue));
  }

  private void register(MeterRegistry registry, String queue) {
    STATES.forEach(
        (state, count) ->
            Gauge.builder(
                    "dispatcher.tasks", () -> of(queue, all -> count.applyAsDouble(all.counts)))
                .description("Tasks by queue and state")
                .tag("queue", queue)
                .tag("state", state)
                .register(registry));
    Gauge.builder(
            "dispatcher.oldest.due",
            () -> of(queue, all -> all.counts.oldestPending().toMillis() / 1000.0))
        .description("For how long the event that has waited longest has been due")
        .baseUnit("seconds")
        .tag("queue", queue)
        .register(registry);
    Gauge.builder("dispatcher.queue.paused", () -> of(queue, all -> all.counts.paused() ? 1 : 0))
        .description("1 while the queue is paused")
        .tag("queue", queue)
        .register(registry);
    TOTALS.forEach(
        (what, total) ->
            FunctionCounter.builder(
                    "dispatcher.queue." + what,
                    counted,
                    _ -> of(queue, all -> total.applyAsDouble(all.stats)))
                .description("Since the queue is there, over all processes")
                .tag("queue", queue)
                .register(registry));
  }

  private double of(String queue, ToDoubleFunction<Counted> part) {
    var all = counted.get(queue);
    return all == null ? Double.NaN : part.applyAsDouble(all);
  }
}
