package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.dispatcher.operations.TaskAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What became of an action on tasks, in words. */
final class Told {
  private Told() {}

  static String past(TaskAction action) {
    return switch (action) {
      case RUN -> "Made due";
      case ARCHIVE -> "Archived";
      case DELETE -> "Deleted";
      case CANCEL -> "Cancelled";
    };
  }

  /** Of one task or several. */
  static Notice of(String done, List<ActionResult> results) {
    return results.size() == 1 ? one(done, results.getFirst()) : many(done, results);
  }

  private static Notice one(String done, ActionResult result) {
    return switch (result) {
      case DONE -> Notice.done(done + ".");
      case NOT_THERE -> Notice.refused("The task is not there any more; nothing was changed.");
      case OTHER_STATE ->
          Notice.refused("The task has got into another state meanwhile; nothing was changed.");
    };
  }

  private static Notice many(String done, List<ActionResult> results) {
    var parts = new ArrayList<String>();
    parts.add("%s: %s".formatted(done, Say.IT.number(count(results, ActionResult.DONE))));
    if (count(results, ActionResult.NOT_THERE) > 0) {
      parts.add(Say.IT.number(count(results, ActionResult.NOT_THERE)) + " were not there any more");
    }
    if (count(results, ActionResult.OTHER_STATE) > 0) {
      parts.add(
          Say.IT.number(count(results, ActionResult.OTHER_STATE)) + " had got into another state");
    }
    var text = String.join(", ", parts) + ".";
    return results.contains(ActionResult.DONE) ? Notice.done(text) : Notice.refused(text);
  }

  private static int count(List<ActionResult> results, ActionResult result) {
    return Collections.frequency(results, result);
  }
}
