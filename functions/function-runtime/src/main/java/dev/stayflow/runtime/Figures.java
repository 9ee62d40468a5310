package dev.stayflow.runtime;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** What a function shows at {@code /metrics} of its own, beside its requests and its JVM. */
public final class Figures {
  private final PrometheusRegistry registry;

  Figures(PrometheusRegistry registry) {
    this.registry = registry;
  }

  /** Something that only grows. */
  @FunctionalInterface
  public interface Count {
    /**
     * Adds to what was counted; adding nothing shows that there is such a thing to count.
     *
     * @param kind the label's value: one of a few
     * @param howMany 0 or more
     */
    void add(String kind, long howMany);
  }

  /** Something that goes up and down. */
  @FunctionalInterface
  public interface Level {
    /** How much there is now. */
    void set(long now);
  }

  /**
   * A counter with one label.
   *
   * @param name in Prometheus's words, ending in {@code _total}; not taken yet
   */
  public Count count(String name, String help, String label) {
    Counter counter = Counter.builder().name(name).help(help).labelNames(label).register(registry);
    return (kind, howMany) -> counter.labelValues(kind).inc(howMany);
  }

  /**
   * A gauge.
   *
   * @param name in Prometheus's words; not taken yet
   */
  public Level level(String name, String help) {
    Gauge gauge = Gauge.builder().name(name).help(help).register(registry);
    return gauge::set;
  }
}
