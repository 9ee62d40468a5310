package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Stores and cancels tasks. Every method may throw {@link RedisUnavailable}, after which repeating
 * the call is safe, and {@link EvictingRedis}.
 */
public final class DelayedTaskClient {
  private static final int CHUNK = 500;
  private static final int FINISHED = 0;
  private static final int STORED = 1;
  private static final int ARCHIVED = 2;

  private final RedisConnection redis;
  private final Duration rememberCancelled;
  private final QueueRegistry queues;

  /**
   * A client over a connection that stays the caller's.
   *
   * @param rememberCancelled how long a cancelled id refuses to be stored again
   */
  public DelayedTaskClient(RedisConnection redis, Duration rememberCancelled) {
    this.redis = redis;
    this.rememberCancelled = rememberCancelled;
    this.queues = new QueueRegistry(redis);
  }

  public Enqueued enqueue(Task task) {
    return enqueue(List.of(task)).getFirst();
  }

  /**
   * Stores many tasks, in any queues. Not one transaction: when it throws, some may be stored, and
   * a repeat stores the others.
   *
   * @return what became of each, in order
   */
  public List<Enqueued> enqueue(List<Task> tasks) {
    var results = new TreeMap<Integer, Enqueued>();
    for (var of : byQueue(tasks).entrySet()) {
      for (var from = 0; from < of.getValue().size(); from += CHUNK) {
        var places = of.getValue().subList(from, Math.min(from + CHUNK, of.getValue().size()));
        var stored = store(of.getKey(), places.stream().map(tasks::get).toList());
        for (var i = 0; i < places.size(); i++) {
          results.put(places.get(i), stored.get(i));
        }
      }
    }
    return List.copyOf(results.values());
  }

  /** Takes the task away, or makes sure that it is not stored when it comes later. */
  public Cancelled cancel(TaskId id) {
    var met =
        redis.runForNumber(
            Script.CANCEL,
            RedisKeys.of(id.queue()),
            List.of(id.id(), Micros.roundedUp(rememberCancelled)));
    return met >= 2 ? Cancelled.UNDER_WAY : met == 1 ? Cancelled.WAITED : Cancelled.NOT_THERE;
  }

  /**
   * Puts a task straight into the archive, never to run by itself.
   *
   * @return whether it was new
   */
  public boolean archive(Task task, String reason) {
    var arguments = List.of(task.id().id(), TaskFrame.body(task), reason);
    return redis.runForNumber(Script.PUT_ARCHIVED, RedisKeys.of(task.id().queue()), arguments) == 1;
  }

  private static Map<String, List<Integer>> byQueue(List<Task> tasks) {
    var places = new LinkedHashMap<String, List<Integer>>();
    for (var i = 0; i < tasks.size(); i++) {
      places.computeIfAbsent(tasks.get(i).id().queue(), queue -> new ArrayList<>()).add(i);
    }
    return places;
  }

  private List<Enqueued> store(String queue, List<Task> tasks) {
    var answers = redis.store(Script.ENQUEUE, RedisKeys.of(queue), EnqueueArguments.of(tasks));
    queues.note(queue);
    return answers.stream().map(answer -> result(queue, answer)).toList();
  }

  private static Enqueued result(String queue, @Nullable Object answer) {
    if (answer instanceof List<?> there) {
      var id = new TaskId(queue, Answer.text(there.get(0)));
      return new Enqueued.AlreadyThere(
          id, Micros.instant(TaskFrame.micros(Answer.bytes(there.get(1)))));
    }
    return switch ((int) Answer.number(answer)) {
      case STORED -> new Enqueued.Stored();
      case FINISHED -> new Enqueued.Finished();
      case ARCHIVED -> new Enqueued.Archived();
      default -> throw new IllegalStateException("enqueue.lua answered " + answer);
    };
  }
}
