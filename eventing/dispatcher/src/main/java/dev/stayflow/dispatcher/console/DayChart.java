package dev.stayflow.dispatcher.console;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.stayflow.delayedtasks.DayStats;
import dev.stayflow.delayedtasks.QueueStats;
import dev.stayflow.dispatcher.console.Chart.Series;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What happened day by day, as a chart. */
final class DayChart {
  private DayChart() {}

  /** Of the days of one queue, or of several in any order. */
  static Chart of(List<DayStats> days) {
    SortedMap<LocalDate, List<QueueStats>> byDay =
        days.stream()
            .collect(groupingBy(DayStats::day, TreeMap::new, mapping(DayStats::stats, toList())));
    return new Chart(
        "days",
        "Days",
        "Attempts that came to an end, on each of the last 90 days (UTC).",
        Chart.Form.BAR,
        "per day",
        byDay.keySet().stream().map(LocalDate::toString).toList(),
        List.of(
            series("done", "processed", byDay, stats -> stats.processed() - stats.failed()),
            series("failed", "failed", byDay, QueueStats::failed)));
  }

  private static Series series(
      String name,
      String kind,
      SortedMap<LocalDate, List<QueueStats>> byDay,
      ToLongFunction<QueueStats> of) {
    var values = new ArrayList<@Nullable Double>();
    byDay.values().forEach(some -> values.add((double) some.stream().mapToLong(of).sum()));
    return Series.of(name, kind, values);
  }
}
