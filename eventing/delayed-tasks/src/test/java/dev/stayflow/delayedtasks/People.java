package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Stores tasks, and takes them away, moves and limits them at random. What has a key is never
 * cancelled, since a cancelled task may still be running when the next of its key begins.
 */
final class People {
  static final QueueLimits ONE_OF_A_KEY = QueueLimits.NONE.perKey(1);

  private final Inspector inspector;
  private final String queue;
  private final DelayedTaskClient client;
  private final Effects effects;

  People(RedisConnection redis, String queue, Effects effects) {
    this.inspector = new Inspector(redis);
    this.queue = queue;
    this.client = TestRedis.client(redis);
    this.effects = effects;
  }

  void doSomething(Random random, String name) {
    switch (random.nextInt(12)) {
      case 0 -> takeAway(effects.anyStored("c", random));
      case 1 -> with(effects.anyStored("", random), id -> inspector.reschedule(id, soon(random)));
      case 2 -> with(effects.anyStored("", random), inspector::archive);
      case 3 -> again(effects.anyStored("", random));
      case 4 -> limit(random);
      default -> store(random, name);
    }
  }

  void limit(QueueLimits limits) {
    inspector.limit(queue, limits);
  }

  void letEverythingRun() {
    inspector.resume(queue);
    limit(ONE_OF_A_KEY);
  }

  void runWhatWasArchived() {
    inspector.runAll(queue, TaskState.ARCHIVED, BulkProgress.SILENT);
  }

  private void store(Random random, String name) {
    var tasks =
        IntStream.rangeClosed(1, random.nextInt(1, 6))
            .mapToObj(
                i ->
                    switch (random.nextInt(3)) {
                      case 0 -> task("k-" + name + "-" + i).withKey("key" + random.nextInt(4));
                      case 1 -> task("c-" + name + "-" + i);
                      default ->
                          task("d-" + name + "-" + i).in(Duration.ofMillis(random.nextInt(200)));
                    })
            .toList();
    var answers = client.enqueue(tasks);
    for (var i = 0; i < tasks.size(); i++) {
      effects.answered(tasks.get(i).id().id(), answers.get(i));
    }
  }

  /** A repeat, which changes nothing. */
  private void again(String id) {
    if (!id.isEmpty()) {
      effects.repeated(id, client.enqueue(task(id)));
    }
  }

  private void takeAway(String id) {
    if (!id.isEmpty() && client.cancel(new TaskId(queue, id)) != Cancelled.NOT_THERE) {
      effects.takenAway(id);
    }
  }

  private void limit(Random random) {
    switch (random.nextInt(5)) {
      case 0 -> limit(ONE_OF_A_KEY.inFlight(5));
      case 1 -> limit(ONE_OF_A_KEY.rate(2000, 20));
      case 2 -> inspector.pause(queue);
      default -> letEverythingRun();
    }
  }

  private void with(String id, Consumer<TaskId> action) {
    if (!id.isEmpty()) {
      action.accept(new TaskId(queue, id));
    }
  }

  private static Instant soon(Random random) {
    return Instant.now().plusMillis(random.nextInt(50));
  }

  private Task task(String id) {
    return Work.dueNow(queue, id).in(Duration.ZERO);
  }
}
