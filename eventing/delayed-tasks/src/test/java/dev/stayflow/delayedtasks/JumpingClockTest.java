package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.stayflow.local.servers.RedisClock;
import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of Redis's machine is set while tasks wait and run. */
class JumpingClockTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;

  @Test
  void forwardWhatIsDueByRedissClockRunsAndNothingElse() {
    var clock = clock();
    var runs = new Runs();
    try (var server = RedisServer.startTemporary(clock);
        var redis = TestRedis.connect(server);
        var _ = Work.serve(redis, ServerOptions.of("q"), runs)) {
      var client = TestRedis.client(redis);
      client.enqueue(Work.due("q", "passed-over", Instant.now().plus(HOUR.dividedBy(2))));
      client.enqueue(Work.due("q", "later", Instant.now().plus(HOUR).plusSeconds(60)));

      clock.set(HOUR);
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("passed-over"));

      client.enqueue(in("soon", Duration.ofMillis(300)));
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("soon"));
      assertThat(runs.ids()).containsExactly("passed-over", "soon");
      assertNoneEarly(runs);
    }
  }

  @Test
  void backwardNothingRunsEarlyAndNewTasksGoOn() {
    var clock = clock();
    var runs = new Runs();
    try (var server = RedisServer.startTemporary(clock);
        var redis = TestRedis.connect(server);
        var _ = Work.serve(redis, ServerOptions.of("q"), runs)) {
      var client = TestRedis.client(redis);
      client.enqueue(in("before", Duration.ZERO));
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("before"));
      client.enqueue(in("waits", Duration.ofMillis(500)));

      clock.set(HOUR.negated());
      client.enqueue(in("soon", Duration.ofMillis(1500)));
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("soon"));
      assertThat(runs.ids()).containsExactly("before", "soon");

      clock.set(Duration.ZERO);
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("waits"));
      client.enqueue(in("after", Duration.ofMillis(100)));
      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("after"));
      assertNoneEarly(runs);
      Work.awaitCounts(redis, "q", 0, 0, 0, 4);
    }
  }

  /** Many jumps to and fro: whatever was leased or waited comes to its end once. */
  @Test
  void toAndFroEachTaskComesToItsEnd() {
    var clock = clock();
    var runs = new Runs();
    try (var server = RedisServer.startTemporary(clock);
        var redis = TestRedis.connect(server);
        var _ = Work.serve(redis, ServerOptions.of("q"), runs)) {
      var client = TestRedis.client(redis);
      for (var i = 0; i < 20; i++) {
        clock.set(Duration.ofMinutes(i % 2 == 0 ? i : -i));
        client.enqueue(in("task-" + i, Duration.ofMillis(20L * i)));
      }
      clock.set(HOUR);

      await().atMost(Work.LIMIT).until(() -> runs.ids().stream().distinct().count() == 20);
      Work.awaitCounts(redis, "q", 0, 0, 0, 20);
      assertNoneEarly(runs);
    }
  }

  private static void assertNoneEarly(Runs runs) {
    assertThat(runs.all()).allMatch(run -> !run.run().claimedAt().isBefore(run.run().dueAt()));
  }

  private static Task in(String id, Duration wait) {
    return Task.of(Work.TYPE, new byte[0])
        .withId(new TaskId("q", id))
        .in(wait)
        .rememberFor(Duration.ofDays(1));
  }

  private RedisClock clock() {
    return RedisClock.in(directory)
        .orElseGet(() -> abort("libfaketime is not installed (package libfaketime)"));
  }
}
