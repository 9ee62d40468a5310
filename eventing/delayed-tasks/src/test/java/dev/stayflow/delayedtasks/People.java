package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Stores tasks, and takes them away, moves and limits them at random. What has a key is never
 * cancelled, since a cancelled task may still be running when the next of its key begins.
 */
final class People {
  private static final int MOST = 500;
  private static final List<String> SETTINGS = List.of("in-flight", "rate", "paused", "key-limit");

  private final RedisConnection redis;
  private final RedisKeys keys;
  private final String queue;
  private final DelayedTaskClient client;
  private final Effects effects;

  People(RedisConnection redis, String queue, Effects effects) {
    this.redis = redis;
    this.keys = RedisKeys.of(queue);
    this.queue = queue;
    this.client = TestRedis.client(redis);
    this.effects = effects;
  }

  void doSomething(Random random, String name) {
    switch (random.nextInt(12)) {
      case 0 -> takeAway(effects.anyStored("c", random));
      case 1 ->
          each(Script.SCHEDULE, "+" + random.nextInt(50_000), "wa", effects.anyStored("", random));
      case 2 -> each(Script.SHELVE, "by hand", effects.anyStored("", random));
      case 3 -> again(effects.anyStored("", random));
      case 4 -> limit(random);
      default -> store(random, name);
    }
  }

  void configure(String... settings) {
    redis.runForNumber(Script.CONFIGURE, keys, List.of(settings));
  }

  void letEverythingRun() {
    configure("paused", "", "in-flight", "", "rate", "");
  }

  void runWhatWasArchived() {
    var archived = Snapshot.of(redis, queue).ids(QueuePart.ARCHIVE).stream().limit(MOST).toList();
    var arguments = new ArrayList<>(List.of("+0", "a"));
    arguments.addAll(archived);
    redis.run(Script.SCHEDULE, keys, arguments);
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
    switch (SETTINGS.get(random.nextInt(SETTINGS.size()))) {
      case "in-flight" -> configure("in-flight", random.nextBoolean() ? "" : "5");
      case "rate" -> configure("rate", random.nextBoolean() ? "" : "2000", "burst", "20");
      case "paused" -> configure("paused", random.nextInt(3) > 0 ? "" : "1");
      default -> configure("key-limit", "1");
    }
  }

  private void each(Script script, String... arguments) {
    if (!arguments[arguments.length - 1].isEmpty()) {
      redis.run(script, keys, List.of(arguments));
    }
  }

  private Task task(String id) {
    return Work.dueNow(queue, id).in(Duration.ZERO);
  }
}
