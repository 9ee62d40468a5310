package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class DueTimeTest {
  @Test
  void noTaskRunsBeforeItsDueTimeHoweverFineThatIs() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var queue = TestRedis.freshQueue();
    var runs = new Runs();
    var asked = new ArrayList<Instant>();
    try (var redis = TestRedis.connect();
        var _ = Work.serve(redis, ServerOptions.of(queue).withConcurrency(50), runs)) {
      var client = TestRedis.client(redis);
      for (var i = 0; i < 1000; i++) {
        var at = Instant.now().plusNanos(random.nextLong(2_000_000_000));
        asked.add(at);
        client.enqueue(Work.due(queue, Integer.toString(i), at));
      }
      await().atMost(Work.LIMIT).until(() -> runs.count() == 1000);
    }

    assertThat(runs.all())
        .allSatisfy(
            noted -> {
              var at = asked.get(Integer.parseInt(noted.id()));
              assertThat(noted.at()).isAfterOrEqualTo(at);
              assertThat(noted.run().claimedAt()).isAfterOrEqualTo(at);
            });
    var late =
        runs.all().stream()
            .map(n -> Duration.between(asked.get(Integer.parseInt(n.id())), n.at()).toNanos())
            .sorted()
            .toList();
    System.out.printf(
        "lateness p50 %.2f ms, p99 %.2f ms%n", late.get(500) / 1e6, late.get(990) / 1e6);
  }

  @Test
  void aTaskThatIsDueSoonerWakesAServerThatWaitsForALaterOne() {
    var queue = TestRedis.freshQueue();
    var runs = new Runs();
    try (var redis = TestRedis.connect();
        var _ = Work.serve(redis, ServerOptions.of(queue).withSweep(Duration.ofMinutes(1)), runs)) {
      var client = TestRedis.client(redis);
      client.enqueue(Work.due(queue, "later", Instant.now().plusSeconds(60)));
      await().atMost(Work.LIMIT).until(() -> new Inspector(redis).counts(queue).scheduled() == 1);
      client.enqueue(Work.due(queue, "sooner", Instant.now().plusMillis(300)));

      await().atMost(Work.LIMIT).until(() -> runs.ids().contains("sooner"));
    }
    assertThat(runs.ids()).containsExactly("sooner");
  }

  @Test
  void dueTimesAreRoundedUpToAMillisecond() {
    var id = new TaskId("q", "a");
    var justAfter = Instant.parse("2030-01-01T00:00:00.000000001Z");

    assertThat(Task.of("t", new byte[0]).withId(id).at(justAfter).due())
        .isEqualTo(new Due.At(Instant.parse("2030-01-01T00:00:00.001Z")));
  }

  @Test
  void aTimeTooFarAwayToBeKeptIsRefusedInsteadOfRunningEarly() {
    var task = Task.of(Work.TYPE, new byte[0]);
    assertThatThrownBy(() -> task.at(Instant.parse("2300-01-01T00:00:00Z")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> task.at(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> task.in(Duration.ofDays(15_000)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(task.at(Instant.MIN).due()).isEqualTo(task.at(Instant.EPOCH).due());
  }
}
