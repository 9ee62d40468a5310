package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Firing;
import dev.stayflow.delayedtasks.ScheduleInfo;
import dev.stayflow.delayedtasks.Schedules;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** All schedules, in the order that was asked for. */
final class ScheduleTable {
  private final Schedules schedules;

  ScheduleTable(Schedules schedules) {
    this.schedules = schedules;
  }

  /** What the table can be sorted by. */
  enum Order {
    ID("Schedule"),
    TYPE("What"),
    TIMING("When"),
    NEXT("Next"),
    PREVIOUS("Previous");

    private final String title;

    Order(String title) {
      this.title = title;
    }

    Comparator<ScheduleInfo> comparator() {
      return switch (this) {
        case ID -> Comparator.comparing(ScheduleTable::id);
        case TYPE -> Comparator.comparing(info -> info.schedule().task().type());
        case TIMING -> Comparator.comparing(info -> info.schedule().timing().spec());
        case NEXT -> Comparator.comparing(info -> info.next().orElse(Instant.MAX));
        case PREVIOUS ->
            Comparator.comparing(info -> info.previous().map(Firing::fireTime).orElse(Instant.MIN));
      };
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A heading that sorts.
   *
   * @param sorted ascending, descending or none, as ARIA has it
   * @param link what a click asks for
   */
  record Heading(String title, String sorted, String link) {}

  /** The table as it is shown. */
  record View(List<Heading> headings, List<ScheduleRow> rows, String sort, boolean down) {
    public long paused() {
      return rows.stream().map(ScheduleRow::info).filter(ScheduleInfo::paused).count();
    }
  }

  /** An order that nobody knows is that of ids. */
  View read(String sort, boolean down) {
    var order =
        Arrays.stream(Order.values())
            .filter(known -> known.key().equals(sort))
            .findFirst()
            .orElse(Order.ID);
    var comparator = down ? order.comparator().reversed() : order.comparator();
    var rows =
        schedules.list().stream()
            .sorted(comparator.thenComparing(ScheduleTable::id))
            .map(ScheduleRow::new)
            .toList();
    var headings = Arrays.stream(Order.values()).map(by -> heading(by, order, down)).toList();
    return new View(headings, rows, order.key(), down);
  }

  private static Heading heading(Order by, Order current, boolean down) {
    var isCurrent = by == current;
    var sorted = isCurrent ? down ? "descending" : "ascending" : "none";
    return new Heading(by.title, sorted, "sort=%s&down=%s".formatted(by.key(), isCurrent && !down));
  }

  private static String id(ScheduleInfo info) {
    return info.schedule().id();
  }
}
