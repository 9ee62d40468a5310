package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.Journal;
import dev.stayflow.delayedtasks.NotReplicated;
import dev.stayflow.delayedtasks.RedisFull;
import dev.stayflow.delayedtasks.RedisUnavailable;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.access.Actor;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes who did what. */
final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private static final int MOST_IDS = 20;

  private final Journal journal;

  Audit(Journal journal) {
    this.journal = journal;
  }

  void note(Actor who, String action, String target, String outcome) {
    note(who.name(), action, target, outcome);
  }

  void note(String who, String action, String target, String outcome) {
    LOG.atInfo()
        .addKeyValue("actor", who)
        .addKeyValue("action", action)
        .addKeyValue("target", target)
        .addKeyValue("outcome", outcome)
        .log("Done by hand");
    try {
      journal.note(who, action, target, outcome);
    } catch (RedisUnavailable | RedisFull | NotReplicated e) {
      // it is done all the same, and this log knows it
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Not noted in the journal");
    }
  }

  static String target(TaskId task) {
    return task.queue() + "/" + task.id();
  }

  /** One by its name; of many so many that a reader knows which were meant. */
  static String target(List<TaskId> tasks) {
    var some = tasks.stream().limit(MOST_IDS).map(Audit::target).toList();
    var more = tasks.size() - some.size();
    return String.join(", ", some) + (more == 0 ? "" : " and %d more".formatted(more));
  }
}
