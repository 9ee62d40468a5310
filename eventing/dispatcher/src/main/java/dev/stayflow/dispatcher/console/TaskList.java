package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.BulkProgress;
import dev.stayflow.delayedtasks.GroupInfo;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.PageOrder;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.operations.TaskAction;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A page of tasks, read by its place or found by a filter. */
final class TaskList {
  /** Looked at by one request of a search, so that people see how far it is about each second. */
  private static final long LOOK = 20_000;

  private static final int MOST_GROUPS = 50;

  /** The archive of what Triggers and sources could not deliver. */
  private static final String DEAD_LETTERS = "dead-letters";

  private final Inspector inspector;

  TaskList(Inspector inspector) {
    this.inspector = inspector;
  }

  /**
   * The page as it is shown.
   *
   * @param total tasks of the state
   * @param first address of the first page; null on it
   * @param next address of the next page; null on the last
   * @param search how far a search is; null without a filter
   * @param deadLetters whether all of it could not be delivered elsewhere
   */
  record View(
      TaskState state,
      long total,
      List<TaskRow> rows,
      List<GroupInfo> groups,
      @Nullable String first,
      @Nullable String next,
      @Nullable Progress search,
      String here,
      boolean latestFirst,
      boolean deadLetters) {
    public String stateName() {
      return Say.IT.state(state);
    }

    public String time() {
      return TaskRow.timeOf(state);
    }

    public String about() {
      return deadLetters ? "Data" : TaskRow.aboutOf(state);
    }

    /** What can be done to many of them; a waiting one is cancelled on its own page. */
    public List<Choice> choices() {
      var wanted = EnumSet.allOf(TaskAction.class);
      if (state != TaskState.ACTIVE) {
        wanted.remove(TaskAction.CANCEL);
      }
      if (state == TaskState.PENDING) { // they are due already
        wanted.remove(TaskAction.RUN);
      }
      return wanted.stream()
          .filter(action -> action.from().contains(state))
          .map(action -> new Choice(Say.IT.key(action), label(action)))
          .toList();
    }

    private String label(TaskAction action) {
      return switch (action) {
        case RUN -> deadLetters ? "Replay" : "Run now";
        case ARCHIVE -> "Archive";
        case DELETE -> "Delete";
        case CANCEL -> "Cancel";
      };
    }
  }

  /** An action that can be chosen. */
  record Choice(String name, String label) {}

  /**
   * How far a search is.
   *
   * @param goesOn whether it has looked at too much for one request, and goes on by itself
   */
  record Progress(long scanned, long of, boolean goesOn) {
    public long value() {
      return Math.min(scanned, of);
    }
  }

  View read(String queue, TaskQuery query) {
    return query.filter().isEmpty() ? page(queue, query) : search(queue, query);
  }

  private View page(String queue, TaskQuery query) {
    var state = query.wanted();
    var group = query.wantedGroup();
    var page =
        group.isPresent()
            ? inspector.pageOfGroup(queue, group.get(), query.start(), query.pageSize())
            : inspector.page(queue, state, query.pageOrder(), query.start(), query.pageSize());
    return view(queue, query, page.tasks().stream().map(TaskRow::of).toList(), page.next(), null);
  }

  private View search(String queue, TaskQuery query) {
    var search =
        query.filter().toSearch(queue, Set.of(query.wanted())).most(query.pageSize()).scan(LOOK);
    if (query.start().isPresent()) {
      search = search.from(query.start().get());
    }
    var result = inspector.search(search, BulkProgress.SILENT);
    var scanned = query.scannedBefore() + result.scanned();
    var goesOn = result.next().isPresent() && result.found().size() < query.pageSize();
    var progress = new Progress(scanned, count(queue, query), goesOn);
    return view(
        queue, query, result.found().stream().map(TaskRow::of).toList(), result.next(), progress);
  }

  private View view(
      String queue,
      TaskQuery query,
      List<TaskRow> rows,
      Optional<String> next,
      @Nullable Progress search) {
    return new View(
        query.wanted(),
        search == null ? count(queue, query) : search.of(),
        rows,
        groups(queue, query),
        query.start().isPresent() ? query.link(queue) : null,
        next.map(from -> query.link(queue, from, search == null ? 0 : search.scanned()))
            .orElse(null),
        search,
        query
            .start()
            .map(from -> query.link(queue, from, query.scannedBefore()))
            .orElse(query.link(queue)),
        query.pageOrder() == PageOrder.LATEST_FIRST,
        queue.equals(DEAD_LETTERS));
  }

  private List<GroupInfo> groups(String queue, TaskQuery query) {
    return query.wanted() == TaskState.AGGREGATING && query.start().isEmpty()
        ? inspector.groups(queue, Optional.empty(), MOST_GROUPS).groups()
        : List.of();
  }

  private long count(String queue, TaskQuery query) {
    return inspector.counts(queue).of(query.wanted());
  }
}
