package dev.stayflow.delayedtasks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Stores tasks of one queue, as many as one script call takes. */
final class EnqueueScript {
  /** More would hold Redis up for others. */
  static final int MOST_TASKS = 500;

  /** So would more bytes; a single task may have more. */
  static final int MOST_BYTES = 1 << 20;

  private static final int FINISHED = 0;
  private static final int STORED = 1;
  private static final int ARCHIVED = 2;
  private static final Enqueued IS_STORED = new Enqueued.Stored();

  private final String queue;
  private final RedisKeys keys;
  private final RedisConnection redis;
  private final QueueRegistry queues;

  EnqueueScript(String queue, RedisConnection redis, QueueRegistry queues) {
    this.queue = queue;
    this.keys = RedisKeys.of(queue);
    this.redis = redis;
    this.queues = queues;
  }

  /** Tells what became of each, in order. */
  CompletionStage<List<Enqueued>> store(List<TaskToStore> tasks) {
    var answers = redis.storeAsync(Script.ENQUEUE, keys, EnqueueArguments.of(tasks));
    queues.note(queue);
    return answers.thenApply(this::results);
  }

  private List<Enqueued> results(List<@Nullable Object> answers) {
    var results = new ArrayList<Enqueued>(answers.size());
    for (var answer : answers) {
      results.add(result(answer));
    }
    return results;
  }

  private Enqueued result(@Nullable Object answer) {
    if (answer instanceof List<?> there) {
      var id = new TaskId(queue, Answer.text(there.get(0)));
      return new Enqueued.AlreadyThere(
          id, Micros.instant(TaskFrame.micros(Answer.bytes(there.get(1)))));
    }
    return switch ((int) Answer.number(answer)) {
      case STORED -> IS_STORED;
      case FINISHED -> new Enqueued.Finished();
      case ARCHIVED -> new Enqueued.Archived();
      default -> throw new IllegalStateException("enqueue.lua answered " + answer);
    };
  }
}
