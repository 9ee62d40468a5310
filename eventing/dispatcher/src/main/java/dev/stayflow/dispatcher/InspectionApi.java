package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.QueueCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How much is in the queues, as JSON. */
@RestController
final class InspectionApi {
  private final Inspector inspector;
  private final List<String> queues;

  /**
   * The API over some queues.
   *
   * @param queues with the archive of dead letters
   */
  InspectionApi(Inspector inspector, List<String> queues) {
    this.inspector = inspector;
    this.queues = queues;
  }

  /** How many tasks each queue has in each state. */
  record Stats(Map<String, Counts> queues) {}

  /** How many tasks of a queue are in each state. */
  record Counts(
      long scheduled, long pending, long active, long retry, long archived, long remembered) {
    static Counts of(QueueCounts counts) {
      return new Counts(
          counts.scheduled(),
          counts.pending(),
          counts.active(),
          counts.retry(),
          counts.archived(),
          counts.remembered());
    }
  }

  @GetMapping("/api/stats")
  Stats stats() {
    var counts = new LinkedHashMap<String, Counts>();
    queues.forEach(queue -> counts.put(queue, Counts.of(inspector.counts(queue))));
    return new Stats(counts);
  }
}
