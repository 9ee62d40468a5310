package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.QueueCounts;
import dev.stayflow.delayedtasks.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All queues with their figures, in the order that was asked for. */
final class QueueTable {
  /** Memory is estimated from a sample, which costs more than all the rest. */
  private static final Duration MEMORY_HOLDS = Duration.ofSeconds(15);

  private final Inspector inspector;
  private final InstantSource clock;
  private final Map<String, Memory> memory = new ConcurrentHashMap<>();

  QueueTable(Inspector inspector, InstantSource clock) {
    this.inspector = inspector;
    this.clock = clock;
  }

  private record Memory(long bytes, Instant until) {}

  /**
   * A queue.
   *
   * @param oldest how long the oldest pending task has been due
   * @param processed today, in UTC
   * @param failed of them
   */
  record Row(
      String name,
      long size,
      List<Share> shares,
      long memory,
      Duration oldest,
      long processed,
      long failed,
      @Nullable Instant pausedSince) {
    public double errorRate() {
      return processed == 0 ? 0 : (double) failed / processed;
    }

    public boolean paused() {
      return pausedSince != null;
    }
  }

  /**
   * The tasks of one state.
   *
   * @param x where its part of a bar begins, in percent
   * @param width of its part, in percent
   */
  record Share(TaskState state, long count, double x, double width) {
    public String name() {
      return Say.IT.state(state);
    }
  }

  /** What the table can be sorted by. */
  enum Order {
    NAME("Queue"),
    SIZE("Tasks"),
    MEMORY("Memory"),
    LATENCY("Latency"),
    PROCESSED("Processed"),
    FAILED("Failed"),
    ERRORS("Error rate");

    private final String title;

    Order(String title) {
      this.title = title;
    }

    private Comparator<Row> comparator() {
      return switch (this) {
        case NAME -> Comparator.comparing(Row::name);
        case SIZE -> Comparator.comparingLong(Row::size);
        case MEMORY -> Comparator.comparingLong(Row::memory);
        case LATENCY -> Comparator.comparing(Row::oldest);
        case PROCESSED -> Comparator.comparingLong(Row::processed);
        case FAILED -> Comparator.comparingLong(Row::failed);
        case ERRORS -> Comparator.comparingDouble(Row::errorRate);
      };
    }
  }

  /**
   * A heading that sorts.
   *
   * @param sorted ascending, descending or none, as ARIA has it
   * @param link what a click asks for
   */
  record Heading(String title, String sorted, String link, boolean number) {}

  /** The table as it is shown. */
  record View(List<Heading> headings, List<Row> rows, String sort, boolean down) {
    public long total() {
      return rows.stream().mapToLong(Row::size).sum();
    }
  }

  /**
   * The table; an order that nobody knows is that of names.
   *
   * @param path of the page that shows it
   */
  View read(String path, String sort, boolean down) {
    var order =
        Arrays.stream(Order.values())
            .filter(known -> key(known).equals(sort))
            .findFirst()
            .orElse(Order.NAME);
    var comparator = down ? order.comparator().reversed() : order.comparator();
    var rows =
        inspector.queues().stream()
            .map(this::row)
            .sorted(comparator.thenComparing(Row::name))
            .toList();
    return new View(
        Arrays.stream(Order.values()).map(by -> heading(path, by, order, down)).toList(),
        rows,
        key(order),
        down);
  }

  Row row(String queue) {
    var counts = inspector.counts(queue);
    var today = inspector.history(queue, 1).getFirst().stats();
    return new Row(
        queue,
        size(counts),
        shares(counts::of),
        memory(queue),
        counts.oldestPending(),
        today.processed(),
        today.failed(),
        counts.pausedSince().orElse(null));
  }

  static List<Share> shares(Function<TaskState, Long> counts) {
    var all = Arrays.stream(TaskState.values()).mapToLong(counts::apply).sum();
    var shares = new ArrayList<Share>();
    var x = 0.0;
    for (var state : TaskState.values()) {
      var width = all == 0 ? 0 : 100.0 * counts.apply(state) / all;
      shares.add(new Share(state, counts.apply(state), x, width));
      x += width;
    }
    return shares;
  }

  private static long size(QueueCounts counts) {
    return Arrays.stream(TaskState.values()).mapToLong(counts::of).sum();
  }

  private long memory(String queue) {
    var now = clock.instant();
    return memory
        .compute(
            queue,
            (_, known) ->
                known != null && now.isBefore(known.until())
                    ? known
                    : new Memory(inspector.memory(queue).bytes(), now.plus(MEMORY_HOLDS)))
        .bytes();
  }

  private static Heading heading(String path, Order by, Order current, boolean down) {
    var isCurrent = by == current;
    var sorted = !isCurrent ? "none" : down ? "descending" : "ascending";
    var next = isCurrent ? !down : by != Order.NAME;
    return new Heading(
        by.title, sorted, "%s?sort=%s&down=%s".formatted(path, key(by), next), by != Order.NAME);
  }

  private static String key(Order order) {
    return order.name().toLowerCase(Locale.ROOT);
  }
}
