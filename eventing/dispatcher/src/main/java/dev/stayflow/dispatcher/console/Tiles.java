package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Latencies;
import dev.stayflow.delayedtasks.MinuteStats;
import dev.stayflow.delayedtasks.TaskState;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures that are looked at first, over all queues.
 *
 * @param oldest how long the oldest pending task has been due
 * @param processed today, in UTC
 * @param failed of them
 * @param half of the tasks of the last hour began within that time of their due time; null when
 *     there were none
 * @param nearlyAll 99 % of them
 */
record Tiles(
    long tasks,
    long pending,
    long active,
    long archived,
    Duration oldest,
    long processed,
    long failed,
    @Nullable Duration half,
    @Nullable Duration nearlyAll) {
  private static final double MEDIAN = 50;
  private static final double MOST = 99;

  static Tiles of(List<QueueTable.Row> rows, Collection<List<MinuteStats>> hour) {
    var late =
        hour.stream()
            .flatMap(List::stream)
            .map(MinuteStats::lateness)
            .reduce(Latencies.NONE, Latencies::plus);
    return new Tiles(
        rows.stream().mapToLong(QueueTable.Row::size).sum(),
        of(rows, TaskState.PENDING),
        of(rows, TaskState.ACTIVE),
        of(rows, TaskState.ARCHIVED),
        rows.stream()
            .map(QueueTable.Row::oldest)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO),
        rows.stream().mapToLong(QueueTable.Row::processed).sum(),
        rows.stream().mapToLong(QueueTable.Row::failed).sum(),
        late.count() == 0 ? null : late.percentile(MEDIAN),
        late.count() == 0 ? null : late.percentile(MOST));
  }

  private static long of(List<QueueTable.Row> rows, TaskState state) {
    return rows.stream()
        .flatMap(row -> row.shares().stream())
        .filter(share -> share.state() == state)
        .mapToLong(QueueTable.Share::count)
        .sum();
  }
}
