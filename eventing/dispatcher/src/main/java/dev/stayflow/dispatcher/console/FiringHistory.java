package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Firing;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.TaskState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a schedule fired, and what came of it. */
final class FiringHistory {
  private static final int PAGE = 25;

  private final Schedules schedules;
  private final Inspector inspector;

  FiringHistory(Schedules schedules, Inspector inspector) {
    this.schedules = schedules;
    this.inspector = inspector;
  }

  /**
   * A firing.
   *
   * @param state of its task; null when that is not there any more, as when it was done
   */
  record Row(Firing firing, @Nullable TaskState state) {
    /** In words. */
    public String outcome() {
      if (!firing.stored()) {
        return "held up";
      }
      return state == null ? "over" : Say.IT.state(state);
    }

    public String cause() {
      return switch (firing.cause()) {
        case SCHEDULED -> "on time";
        case MADE_UP -> "made up for";
        case RUN_NOW -> "by hand";
      };
    }
  }

  /**
   * Some firings, the latest first.
   *
   * @param before where the next page starts, null on the last
   */
  record Page(List<Row> rows, @Nullable Instant before) {}

  Page read(String id, Optional<Instant> before) {
    var firings =
        before
            .map(time -> schedules.history(id, time, PAGE + 1))
            .orElseGet(() -> schedules.history(id, PAGE + 1));
    var some = firings.stream().limit(PAGE).toList();
    var more = firings.size() > PAGE ? some.getLast().fireTime() : null;
    return new Page(some.stream().map(firing -> new Row(firing, state(firing))).toList(), more);
  }

  private @Nullable TaskState state(Firing firing) {
    return inspector.find(firing.task()).map(found -> found.state()).orElse(null);
  }
}
