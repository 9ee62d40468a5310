package dev.stayflow.dispatcher.console;

import static java.util.stream.Collectors.toMap;

import dev.stayflow.delayedtasks.Latencies;
import dev.stayflow.delayedtasks.MinuteStats;
import dev.stayflow.dispatcher.console.Chart.Form;
import dev.stayflow.dispatcher.console.Chart.Series;
import dev.stayflow.dispatcher.console.FigureSteps.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The charts of what servers did, from figures by queue. */
final class MetricsCharts {
  /** Those of states serve for queues, too; more cannot be told from each other. */
  private static final List<String> COLOURS =
      List.of("active", "scheduled", "pending", "aggregating", "retry", "archived");

  private static final String REST = "completed";
  private static final String A_MINUTE = "per minute";

  private static final double MEDIAN = 50;
  private static final double NEARLY_ALL = 99;

  private final Map<String, List<MinuteStats>> queues;
  private final ChartSpan span;
  private final List<Step> all;

  /**
   * Of some queues together.
   *
   * @param queues what each did
   */
  MetricsCharts(Map<String, List<MinuteStats>> queues, ChartSpan span) {
    this.queues = queues;
    this.span = span;
    this.all = steps(queues.keySet());
  }

  /** In the order in which they are looked at. */
  List<Chart> all() {
    var charts = new ArrayList<>(List.of(attempts(), errors(), lateness(), duration()));
    if (queues.size() > 1) {
      charts.add(byQueue());
    }
    return charts;
  }

  private Chart byQueue() {
    Comparator<String> busiest = Comparator.comparingLong(this::processed);
    var names = queues.keySet().stream().sorted(busiest.reversed()).toList();
    var series = new ArrayList<Series>();
    for (var i = 0; i < Math.min(names.size(), COLOURS.size()); i++) {
      series.add(part(names.get(i), COLOURS.get(i), List.of(names.get(i))));
    }
    if (names.size() > COLOURS.size()) {
      series.add(part("others", REST, names.subList(COLOURS.size(), names.size())));
    }
    return chart(
        "by-queue",
        "Attempts by queue",
        "All attempts, by the queue of their task.",
        Form.BAR,
        A_MINUTE,
        series);
  }

  private Series part(String name, String kind, Collection<String> some) {
    var at = steps(some).stream().collect(toMap(Step::at, Function.identity()));
    return rate(
        name, kind, all -> Optional.ofNullable(at.get(all.at())).map(Step::processed).orElse(0L));
  }

  private List<Step> steps(Collection<String> some) {
    return FigureSteps.of(some.stream().flatMap(name -> minutes(name).stream()).toList(), span);
  }

  private List<MinuteStats> minutes(String name) {
    return queues.getOrDefault(name, List.of());
  }

  private long processed(String name) {
    return minutes(name).stream().mapToLong(MinuteStats::processed).sum();
  }

  private Chart attempts() {
    return chart(
        "attempts",
        "Attempts",
        "Those that did well, and those that failed: to be tried again, or given up.",
        Form.BAR,
        A_MINUTE,
        List.of(
            rate("done", "processed", step -> step.processed() - step.failed()),
            rate("retried", "retry", Step::retried),
            rate("archived", "archived", Step::archived)));
  }

  private Chart errors() {
    return chart(
        "errors",
        "Error rate",
        "Failed attempts, of all that came to an end.",
        Form.LINE,
        "%",
        List.of(
            Series.of(
                "failed",
                "failed",
                values(
                    step ->
                        step.processed() == 0 ? null : 100.0 * step.failed() / step.processed()))));
  }

  private Chart lateness() {
    return chart(
        "lateness",
        "Lateness",
        "From the due time until a server took the task: half were faster than p50, 99 % than p99.",
        Form.LOG,
        "ms",
        percentiles(Step::lateness));
  }

  private Chart duration() {
    return chart(
        "duration",
        "Duration",
        "How long an attempt took.",
        Form.LOG,
        "ms",
        percentiles(Step::duration));
  }

  private List<Series> percentiles(Function<Step, Latencies> of) {
    return List.of(
        Series.of("p50", "p50", values(step -> millis(of.apply(step), MEDIAN))),
        new Series("p99", "p99", true, values(step -> millis(of.apply(step), NEARLY_ALL))));
  }

  private static @Nullable Double millis(Latencies of, double percent) {
    return of.count() == 0 ? null : millis(of.percentile(percent));
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  private Series rate(String name, String kind, ToLongFunction<Step> of) {
    return Series.of(name, kind, values(step -> (double) of.applyAsLong(step) / span.step()));
  }

  private List<@Nullable Double> values(Function<Step, @Nullable Double> of) {
    var values = new ArrayList<@Nullable Double>();
    all.forEach(step -> values.add(of.apply(step)));
    return values;
  }

  private Chart chart(
      String id, String title, String about, Form form, String unit, List<Series> series) {
    var labels = all.stream().map(step -> step.at().toString()).toList();
    return new Chart(id, title, about, form, unit, labels, series);
  }
}
