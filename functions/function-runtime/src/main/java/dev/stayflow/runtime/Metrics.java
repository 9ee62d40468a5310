package dev.stayflow.runtime;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;

/** Counts and times requests and shows them to Prometheus beside the JVM's own figures. */
final class Metrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final String function;
  private final Counter requests =
      Counter.builder()
          .name("function_requests_total")
          .help("Requests answered, health checks and scrapes left out")
          .labelNames("function", "status")
          .register(registry);
  private final Histogram durations =
      Histogram.builder()
          .name("function_request_duration_seconds")
          .help("Time from the request's headers to the end of the answer")
          .labelNames("function")
          .classicOnly()
          .register(registry);
  private final Gauge inFlight =
      Gauge.builder()
          .name("function_requests_in_flight")
          .help("Requests being answered now")
          .labelNames("function")
          .register(registry);
  private boolean jvmShown;

  Metrics(String function) {
    this.function = function;
  }

  /** For what the function itself counts. */
  Figures figures() {
    return new Figures(registry);
  }

  void begun() {
    inFlight.labelValues(function).inc();
  }

  void answered(int status, Duration took) {
    inFlight.labelValues(function).dec();
    requests.labelValues(function, Integer.toString(status)).inc();
    durations.labelValues(function).observe(took.toNanos() / 1e9);
  }

  /**
   * Everything in Prometheus's text format. The JVM's figures join at the first scrape, so that
   * they cost nothing at the start.
   */
  synchronized Answer scrape() {
    if (!jvmShown) {
      JvmFigures.register(registry);
      jvmShown = true;
    }
    var format = PrometheusTextFormatWriter.create();
    var text = new ByteArrayOutputStream();
    try {
      format.write(text, registry.scrape());
    } catch (IOException notInMemory) {
      throw new UncheckedIOException(notInMemory);
    }
    return new Answer(200, Map.of("Content-Type", format.getContentType()), text.toByteArray());
  }
}
