package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.BulkProgress;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.delayedtasks.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Does an action on all tasks of a selection, state by state, a few hundred at a time. */
final class BulkWork {
  /** As many as the engine reads in one call. */
  private static final int STEP = 500;

  private final Inspector inspector;
  private final BiFunction<TaskAction, List<TaskId>, List<ActionResult>> each;
  private final RunningJob job;
  private long done;
  private long changed;

  BulkWork(
      Inspector inspector,
      BiFunction<TaskAction, List<TaskId>, List<ActionResult>> each,
      RunningJob job) {
    this.inspector = inspector;
    this.each = each;
    this.job = job;
  }

  void run() {
    var selection = job.now().selection();
    var states = states(job.now().action(), selection);
    var counts = inspector.counts(selection.queue());
    job.expects(states.stream().mapToLong(counts::of).sum());
    for (var state : states) {
      if (!job.isStopped()) {
        run(state, counts.of(state));
      }
    }
  }

  /** Tasks that are due run without help, and looking at them after others would count twice. */
  private static List<TaskState> states(TaskAction action, Selection selection) {
    return selection.states().stream()
        .filter(action.from()::contains)
        .filter(state -> action != TaskAction.RUN || state != TaskState.PENDING)
        .sorted()
        .toList();
  }

  private void run(TaskState state, long count) {
    var action = job.now().action();
    if (!job.now().selection().filter().isEmpty() || action == TaskAction.CANCEL) {
      search(state, count);
      return;
    }
    var queue = job.now().selection().queue();
    var before = done;
    BulkProgress progress = (looked, of) -> job.made(before + looked, changed);
    var result =
        switch (action) {
          case RUN -> inspector.runAll(queue, state, progress);
          case ARCHIVE -> inspector.archiveAll(queue, state, progress);
          case DELETE -> inspector.deleteAll(queue, state, progress);
          case CANCEL -> throw new IllegalStateException("the engine cancels one by one");
        };
    done = job.now().done();
    changed += result.changed();
    job.made(done, changed);
  }

  /** Ends after as many as there were: what comes meanwhile may come from the action itself. */
  private void search(TaskState state, long count) {
    var selection = job.now().selection();
    var search = selection.filter().toSearch(selection.queue(), Set.of(state));
    var looked = 0L;
    var next = Optional.<String>empty();
    do {
      var step = search.most(STEP).scan(STEP);
      var result =
          inspector.search(next.map(step::from).orElse(step), (_, _) -> BulkProgress.Next.STOP);
      looked += result.scanned();
      done += result.scanned();
      var ids = result.found().stream().map(info -> info.task().id()).toList();
      changed +=
          each.apply(job.now().action(), ids).stream().filter(ActionResult.DONE::equals).count();
      next = result.next();
    } while (job.made(done, changed) == BulkProgress.Next.GO_ON
        && next.isPresent()
        && looked < count);
  }
}
