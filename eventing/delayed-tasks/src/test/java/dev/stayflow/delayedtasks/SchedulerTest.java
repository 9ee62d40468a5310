package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulerTest {
  private static final String EVERY_SECOND = "@every 1s";
  private static final String YEARLY = "@yearly";

  private final RedisConnection redis = TestRedis.connect();
  private final Schedules schedules = new Schedules(redis);
  private final String queue = TestRedis.freshQueue();
  private final Task task = Task.of(Work.TYPE, new byte[] {7}).inQueue(queue);
  private final Runs runs = new Runs();
  private final List<Scheduler> started = new ArrayList<>();

  @AfterEach
  void close() {
    started.forEach(Scheduler::close);
    schedules.list().forEach(info -> schedules.remove(info.schedule().id()));
    redis.close();
  }

  @Test
  void threeSchedulersStoreEachFiringOnceAndNeverEarly() {
    schedules.put(everySecond("tick"));
    startScheduler();
    startScheduler();
    startScheduler();

    try (var _ = Work.serve(redis, ServerOptions.of(queue), runs)) {
      await().atMost(Work.LIMIT).until(() -> runs.count() >= 5);
    }

    assertThat(runs.ids()).doesNotHaveDuplicates();
    var fireTimes = runs.all().stream().map(SchedulerTest::fireTime).sorted().toList();
    assertThat(fireTimes).isEqualTo(consecutiveSeconds(fireTimes.getFirst(), fireTimes.size()));
    assertThat(runs.all())
        .allMatch(noted -> !noted.run().claimedAt().isBefore(fireTime(noted)))
        .allMatch(noted -> noted.run().task().payload()[0] == 7);
  }

  @Test
  void theHistoryHoldsEachFiringOnceTheLatestFirst() {
    schedules.put(everySecond("tick"));
    startScheduler();
    startScheduler();
    await().atMost(Work.LIMIT).until(() -> schedules.history("tick", 10).size() >= 3);
    schedules.pause("tick");

    var history = schedules.history("tick", 1000);

    assertThat(history.stream().map(Firing::fireTime).toList().reversed())
        .isEqualTo(consecutiveSeconds(history.getLast().fireTime(), history.size()));
    assertThat(history)
        .allMatch(firing -> firing.cause() == Firing.Cause.SCHEDULED && firing.stored())
        .allMatch(firing -> !firing.enqueuedAt().isBefore(firing.fireTime()))
        .allMatch(firing -> new Inspector(redis).find(firing.task()).isPresent());
    assertThat(schedules.find("tick").orElseThrow().previous()).contains(history.getFirst());
  }

  @Test
  void oneThatDiesBetweenStoringAndMovingOnRepeatsNothing() throws Exception {
    var missed = standsHoursAgo("report", WhenMissed.ONCE);
    var store = new ScheduleStore(redis);
    var dying = new Scheduler(redis);

    assertThat(dying.enqueue(dying.enough(store.look(10)))).isNotEmpty();

    try (var _ = Work.serve(redis, ServerOptions.of(queue), runs)) {
      await().atMost(Work.LIMIT).until(() -> runs.count() == 1);
      Work.awaitCounts(redis, queue, 0, 0, 0, 1);
      assertThat(next("report")).isBefore(Instant.now());
      startScheduler();
      await().atMost(Work.LIMIT).until(() -> next("report").isAfter(Instant.now()));
    }

    assertThat(runs.ids()).containsExactly("report@" + missed.getLast());
    assertThat(schedules.history("report", 10))
        .extracting(Firing::fireTime)
        .containsExactly(missed.getLast());
  }

  @Test
  void oneThatWasChangedMeanwhileIsNotMovedOn() throws Exception {
    standsHoursAgo("report", WhenMissed.ONCE);
    var store = new ScheduleStore(redis);
    var slow = new Scheduler(redis);
    var steps = slow.enqueue(slow.enough(store.look(10)));

    schedules.put(Schedule.of("report", YEARLY, task));
    var next = next("report");
    store.advance(steps);

    assertThat(next("report")).isEqualTo(next);
    assertThat(schedules.history("report", 10)).hasSize(1);
  }

  @Test
  void newTimesTakeEffectAtOnceAndLeaveNothingBehind() {
    schedules.put(everySecond("clock"));
    schedules.put(Schedule.of("report", YEARLY, task));
    startScheduler();

    schedules.put(everySecond("report"));
    await().atMost(Work.LIMIT).until(() -> schedules.history("report", 10).size() >= 2);

    schedules.put(Schedule.of("report", YEARLY, task));
    var fired = schedules.history("report", 1000);
    awaitTwoMore("clock");
    assertThat(schedules.history("report", 1000)).isEqualTo(fired);
    assertThat(new Inspector(redis).counts(queue).scheduled()).isZero();
  }

  @Test
  void aPausedOneDoesNotFireUntilItIsResumedAndMakesUpForNothing() {
    schedules.put(everySecond("clock"));
    schedules.put(everySecond("report"));
    startScheduler();
    await().atMost(Work.LIMIT).until(() -> !schedules.history("report", 10).isEmpty());

    schedules.pause("report");
    var fired = schedules.history("report", 1000);
    awaitTwoMore("clock");
    assertThat(schedules.history("report", 1000)).isEqualTo(fired);

    var resumed = Instant.now();
    schedules.resume("report");
    await().atMost(Work.LIMIT).until(() -> schedules.history("report", 1000).size() > fired.size());
    assertThat(schedules.history("report", 1000).get(0).fireTime()).isAfter(resumed);
  }

  @Test
  void aRemovedOneDoesNotFire() {
    schedules.put(everySecond("clock"));
    schedules.put(everySecond("report"));
    startScheduler();
    await().atMost(Work.LIMIT).until(() -> !schedules.history("report", 10).isEmpty());

    schedules.remove("report");
    awaitTwoMore("clock");
    assertThat(schedules.history("report", 1000)).isEmpty();
  }

  @Test
  void whatWasMissedIsSkippedMadeUpForOnceOrAllAsThePolicySays() throws Exception {
    standsHoursAgo("skip", WhenMissed.SKIP);
    standsHoursAgo("once", WhenMissed.ONCE);
    var missed = standsHoursAgo("all", WhenMissed.ALL);

    startScheduler();
    await()
        .atMost(Work.LIMIT)
        .until(
            () -> Stream.of("skip", "once", "all").allMatch(id -> next(id).isAfter(Instant.now())));

    assertThat(schedules.history("skip", 10)).isEmpty();
    assertThat(schedules.history("once", 10))
        .extracting(Firing::fireTime)
        .containsExactly(missed.getLast());
    assertThat(schedules.history("all", 10))
        .extracting(Firing::fireTime)
        .containsExactlyElementsOf(missed.reversed());
    assertThat(schedules.history("all", 10))
        .allMatch(firing -> firing.cause() == Firing.Cause.MADE_UP);
    assertThat(new Inspector(redis).counts(queue).pending()).isEqualTo(1 + missed.size());
  }

  @Test
  void ofThousandsMissedTheLastThousandAreMadeUpForAndTheHistoryIsReadByPages() throws Exception {
    schedules.put(Schedule.of("tick", "* * * * *", task).whenMissed(WhenMissed.ALL));
    standAt("tick", Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(1500 * 60));

    startScheduler();
    await().atMost(Work.LIMIT).until(() -> next("tick").isAfter(Instant.now()));

    var first = schedules.history("tick", 300);
    var seen = new ArrayList<>(first);
    for (var page = first; !page.isEmpty(); seen.addAll(page)) {
      page = schedules.history("tick", seen.getLast().fireTime(), 300);
    }
    assertThat(seen).hasSize(1000).isEqualTo(schedules.history("tick", 1000));
    assertThat(seen).extracting(Firing::fireTime).doesNotHaveDuplicates();
    assertThat(seen.getFirst().fireTime()).isEqualTo(seen.getLast().fireTime().plusSeconds(59_940));
    assertThat(new Inspector(redis).counts(queue).pending()).isGreaterThanOrEqualTo(1000);
  }

  @Test
  void hundredsThatComeTogetherAllFireOnce() throws Exception {
    for (var i = 0; i < 350; i++) {
      standsHoursAgo("s" + i, WhenMissed.ONCE);
    }
    startScheduler();
    startScheduler();
    await()
        .atMost(Work.LIMIT)
        .until(() -> schedules.list().stream().allMatch(info -> info.previous().isPresent()));

    assertThat(new Inspector(redis).counts(queue).pending()).isEqualTo(350);
    assertThat(schedules.list()).allMatch(info -> info.next().orElseThrow().isAfter(Instant.now()));
  }

  @Test
  void oneThatCannotBeReadDoesNotStopTheOthers() throws Exception {
    TestRedis.command(TestRedis.SERVER, "HSET tasks:{Schedules}:entries newer nonsense");
    TestRedis.command(TestRedis.SERVER, "ZADD tasks:{Schedules}:next 1 newer 1 gone");
    schedules.put(everySecond("report"));

    startScheduler();

    await().atMost(Work.LIMIT).until(() -> schedules.history("report", 10).size() >= 2);
    assertThat(schedules.list()).extracting(info -> info.schedule().id()).containsExactly("report");
    assertThat(schedules.remove("newer")).isTrue();
  }

  @Test
  void schedulersFireAgainWhenRedisComesBack(@TempDir Path directory) {
    var server = RedisServer.start(directory, 0, "--appendfsync", "always");
    var port = server.port();
    try (var connection = TestRedis.connect(server);
        var scheduler = new Scheduler(connection)) {
      var own = new Schedules(connection);
      own.put(everySecond("tick"));
      scheduler.start();
      await().atMost(Work.LIMIT).until(() -> own.history("tick", 10).size() >= 2);

      server.kill();
      await().atMost(Work.LIMIT).until(() -> !scheduler.reachesRedis());
      server = RedisServer.start(directory, port, "--appendfsync", "always");

      await().atMost(Work.LIMIT).until(scheduler::reachesRedis);
      var before = own.history("tick", 1000).size();
      await().atMost(Work.LIMIT).until(() -> own.history("tick", 1000).size() > before + 1);
      var fireTimes = own.history("tick", 1000).stream().map(Firing::fireTime).toList();
      assertThat(fireTimes.reversed())
          .isEqualTo(consecutiveSeconds(fireTimes.getLast(), fireTimes.size()));
      assertThat(new HashSet<>(fireTimes)).hasSize(fireTimes.size());
    } finally {
      server.close();
    }
  }

  @Test
  void oneThatIsStartedBeforeRedisFiresOnceRedisIsThere(@TempDir Path directory) {
    var server = RedisServer.start(directory, 0);
    var port = server.port();
    server.close();
    try (var connection = TestRedis.connect(server);
        var scheduler = new Scheduler(connection)) {
      scheduler.start();
      server = RedisServer.start(directory, port);

      await().atMost(Work.LIMIT).until(scheduler::reachesRedis);
      var own = new Schedules(connection);
      own.put(everySecond("tick"));
      await().atMost(Work.LIMIT).until(() -> !own.history("tick", 1).isEmpty());
    } finally {
      server.close();
    }
  }

  /** All of them, so that a busy machine leaves none out. */
  private Schedule everySecond(String id) {
    return Schedule.of(id, EVERY_SECOND, task).whenMissed(WhenMissed.ALL);
  }

  /**
   * One that fires each hour and has missed five firings, the last of them about half an hour ago.
   *
   * @return those, the earliest first
   */
  private List<Instant> standsHoursAgo(String id, WhenMissed policy) throws Exception {
    var last = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(1800);
    var minute = last.atZone(ZoneOffset.UTC).getMinute();
    schedules.put(Schedule.of(id, minute + " * * * *", task).whenMissed(policy));
    standAt(id, last.minusSeconds(4 * 3600));
    return Stream.iterate(last.minusSeconds(4 * 3600), at -> at.plusSeconds(3600))
        .limit(5)
        .toList();
  }

  /** As if no scheduler had run since. */
  private static void standAt(String id, Instant firing) throws Exception {
    TestRedis.command(
        TestRedis.SERVER, "ZADD tasks:{Schedules}:next XX %d %s".formatted(Micros.of(firing), id));
  }

  private void awaitTwoMore(String id) {
    var before = schedules.history(id, 1000).size();
    await().atMost(Work.LIMIT).until(() -> schedules.history(id, 1000).size() >= before + 2);
  }

  private Instant next(String id) {
    return schedules.find(id).orElseThrow().next().orElseThrow();
  }

  private void startScheduler() {
    var scheduler = new Scheduler(redis);
    started.add(scheduler);
    scheduler.start();
  }

  private static Instant fireTime(Runs.Noted noted) {
    return Instant.parse(noted.id().substring(noted.id().indexOf('@') + 1));
  }

  private static List<Instant> consecutiveSeconds(Instant first, int count) {
    return Stream.iterate(first, at -> at.plusSeconds(1)).limit(count).toList();
  }
}
