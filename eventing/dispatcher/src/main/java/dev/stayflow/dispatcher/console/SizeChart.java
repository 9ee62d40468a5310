package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.console.Chart.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many tasks of each state the queues hold now, as a chart. */
final class SizeChart {
  private SizeChart() {}

  static Chart of(List<QueueTable.Row> rows) {
    return new Chart(
        "sizes",
        "Sizes",
        "Tasks of each queue by state, now.",
        Chart.Form.BAR,
        "tasks",
        rows.stream().map(QueueTable.Row::name).toList(),
        Arrays.stream(TaskState.values()).map(state -> series(state, rows)).toList());
  }

  private static Series series(TaskState state, List<QueueTable.Row> rows) {
    var values = new ArrayList<@Nullable Double>();
    for (var row : rows) {
      row.shares().stream()
          .filter(share -> share.state() == state)
          .forEach(share -> values.add((double) share.count()));
    }
    return Series.of(Say.IT.state(state), Say.IT.state(state), values);
  }
}
