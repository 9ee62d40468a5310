package dev.stayflow.delayedtasks;

import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Schedules and schedulers of one test; what it registered is removed at its end. */
final class Periodic implements AutoCloseable {
  static final String YEARLY = "@yearly";

  final RedisConnection redis;
  final Schedules schedules;
  final Task task;
  final Runs runs = new Runs();
  private final List<Scheduler> started = new ArrayList<>();

  Periodic(RedisConnection redis) {
    this.redis = redis;
    this.schedules = new Schedules(redis);
    this.task = Task.of(Work.TYPE, new byte[] {7}).inQueue(TestRedis.freshQueue());
  }

  @Override
  public void close() {
    stopSchedulers();
    schedules.list().forEach(info -> schedules.remove(info.schedule().id()));
    redis.close();
  }

  Scheduler startScheduler() {
    var scheduler = new Scheduler(redis);
    started.add(scheduler);
    scheduler.start();
    return scheduler;
  }

  /** What they were at is done then. */
  void stopSchedulers() {
    started.forEach(Scheduler::close);
  }

  DelayedTaskServer serve() {
    return Work.serve(redis, ServerOptions.of(queue()), runs);
  }

  String queue() {
    return task.id().queue();
  }

  QueueCounts counts() {
    return new Inspector(redis).counts(queue());
  }

  /** Makes up for all that it missed, so that a busy machine leaves none out. */
  void putEverySecond(String id) {
    schedules.put(Schedule.of(id, "@every 1s", task).whenMissed(WhenMissed.ALL));
  }

  /**
   * Puts one that fires each hour and has missed five firings, the last of them half an hour ago.
   *
   * @return those, the earliest first
   */
  List<Instant> putHoursAgo(String id, WhenMissed policy) throws Exception {
    var last = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(1800);
    var minute = last.atZone(ZoneOffset.UTC).getMinute();
    schedules.put(Schedule.of(id, minute + " * * * *", task).whenMissed(policy));
    var first = last.minusSeconds(4 * 3600);
    standAt(id, first);
    return Stream.iterate(first, at -> at.plusSeconds(3600)).limit(5).toList();
  }

  Instant next(String id) {
    return schedules.find(id).orElseThrow().next().orElseThrow();
  }

  List<Instant> fireTimes(String id) {
    return schedules.history(id, 1000).stream().map(Firing::fireTime).toList();
  }

  void awaitFirings(String id, int count) {
    await().atMost(Work.LIMIT).until(() -> fireTimes(id).size() >= count);
  }

  void awaitMovedOn(String id) {
    await().atMost(Work.LIMIT).until(() -> next(id).isAfter(Instant.now()));
  }

  /** As if no scheduler had run since. */
  static void standAt(String id, Instant firing) throws Exception {
    TestRedis.command(
        TestRedis.serverOf("tasks:{Schedules}:next"),
        "ZADD tasks:{Schedules}:next XX %d %s".formatted(Micros.of(firing), id));
  }

  static Instant fireTime(Runs.Noted noted) {
    return Instant.parse(noted.id().substring(noted.id().indexOf('@') + 1));
  }

  static List<Instant> consecutiveSeconds(Instant first, int count) {
    return Stream.iterate(first, at -> at.plusSeconds(1)).limit(count).toList();
  }
}
