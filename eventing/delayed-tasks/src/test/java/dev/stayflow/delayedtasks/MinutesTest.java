package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class MinutesTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final RedisConnection redis = TestRedis.connect();
  private final Inspector inspector = new Inspector(redis);
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final String queue = TestRedis.freshQueue();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void whatSeveralServersDidIsToldTogether() {
    TaskHandler handler =
        run ->
            switch (run.task().id().id()) {
              case "task-0" ->
                  run.attempt() == 1
                      ? new Outcome.Retry(Duration.ZERO, "again")
                      : new Outcome.Done();
              case "task-1" -> new Outcome.Archive("broken");
              case "task-2" -> throw new IllegalStateException("broken");
              default -> new Outcome.Done();
            };
    var options = ServerOptions.of(queue).withConcurrency(5).withMaxRetries(0);
    client.enqueue(Work.dueNow(queue, 40));
    try (var _ = Work.serve(redis, options, handler);
        var _ = Work.serve(redis, options, handler)) {
      Work.awaitCounts(redis, queue, 0, 0, 2, 38);
    }

    var told = sum(inspector.minutes(queue, HOUR));

    assertThat(told.processed()).isEqualTo(41);
    assertThat(told.failed()).isEqualTo(3);
    assertThat(told.retried()).isEqualTo(1);
    assertThat(told.archived()).isEqualTo(2);
    assertThat(told.lateness().count()).isEqualTo(40);
    assertThat(told.duration().count()).isEqualTo(41);
  }

  @Test
  void latenessCountsFromTheDueTimeToTheFirstClaimOnly() {
    client.enqueue(
        IntStream.range(0, 10)
            .mapToObj(i -> Work.due(queue, "t" + i, Instant.now().minusSeconds(100)))
            .toList());
    var runs = new Runs();
    TaskHandler handler =
        run -> {
          runs.handle(run);
          return run.attempt() == 1 ? new Outcome.Retry(Duration.ZERO, "") : new Outcome.Done();
        };
    try (var _ = Work.serve(redis, ServerOptions.of(queue), handler)) {
      Work.awaitCounts(redis, queue, 0, 0, 0, 10);
    }

    var lateness = sum(inspector.minutes(queue, HOUR)).lateness();

    assertThat(runs.count()).isEqualTo(20);
    assertThat(lateness.count()).isEqualTo(10);
    assertThat(lateness.percentile(1)).isBetween(Latencies.end(16), Latencies.end(18)); // 65 s
  }

  @Test
  void minutesInWhichNothingHappenedHaveZerosAndTheDayBeforeIsNotSeen() {
    var present = inspector.minutes(queue, HOUR).getLast().minute();
    var epochMinute = present.getEpochSecond() / 60;
    plant(epochMinute - 5, "7 1");
    plant(epochMinute - 10 - 1440, "9 1");

    var minutes = inspector.minutes(queue, Duration.ofMinutes(30));

    assertThat(minutes).hasSize(30);
    assertThat(minutes).filteredOn(minute -> minute.processed() > 0).hasSize(1);
    var of = minutes.stream().filter(minute -> minute.processed() > 0).findFirst().orElseThrow();
    assertThat(of.minute()).isEqualTo(present.minusSeconds(300));
    assertThat(of.processed()).isEqualTo(7);
    assertThat(of.failed()).isEqualTo(1);
    assertThat(of.lateness()).isEqualTo(Latencies.NONE);
    for (var i = 1; i < minutes.size(); i++) {
      assertThat(minutes.get(i).minute()).isEqualTo(minutes.get(i - 1).minute().plusSeconds(60));
    }
    assertThat(inspector.minutes(queue, Duration.ofDays(3))).hasSize(1440);
    assertThat(inspector.minutes(queue, Duration.ZERO)).hasSize(1);
  }

  @Test
  void aMinuteOfTheDayBeforeIsReplaced() {
    for (var minute = 0; minute < 1440; minute++) {
      plant(minute, "99");
    }
    client.enqueue(Work.dueNow(queue, 3));
    try (var _ = Work.serve(redis, ServerOptions.of(queue), new Runs())) {
      Work.awaitCounts(redis, queue, 0, 0, 0, 3);
    }

    assertThat(sum(inspector.minutes(queue, Duration.ofDays(1))).processed()).isEqualTo(3);
  }

  @Test
  void figuresGoWithTheirQueue() {
    plant(inspector.minutes(queue, HOUR).getLast().minute().getEpochSecond() / 60, "7");
    assertThat(inspector.memory(queue).parts()).containsKey("minutes");

    inspector.deleteQueue(queue, QueueDeletion.Losing.NOTHING);

    assertThat(sum(inspector.minutes(queue, HOUR)).processed()).isZero();
  }

  @Test
  void percentilesAreEstimatedWithinABucket() {
    var counts = new ArrayList<>(Collections.nCopies(Latencies.BUCKETS, 0L));
    counts.set(0, 50L); // up to 1 ms
    counts.set(3, 49L); // 4 to 8 ms
    counts.set(Latencies.BUCKETS - 1, 1L);
    var latencies = new Latencies(counts);

    assertThat(latencies.percentile(25)).isEqualTo(Duration.ofNanos(500_000));
    assertThat(latencies.percentile(50)).isEqualTo(Duration.ofMillis(1));
    assertThat(latencies.percentile(99)).isEqualTo(Duration.ofMillis(8));
    assertThat(latencies.percentile(100)).isEqualTo(Latencies.end(Latencies.BUCKETS - 2));
    assertThat(latencies.plus(latencies).percentile(50)).isEqualTo(latencies.percentile(50));
    assertThat(latencies.plus(latencies).count()).isEqualTo(200);
    assertThat(Latencies.NONE.percentile(99)).isZero();
    assertThatThrownBy(() -> latencies.percentile(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachTimeFallsIntoTheBucketThatEndsWithIt() {
    for (var bucket = 1; bucket < Latencies.BUCKETS - 1; bucket++) {
      var end = Latencies.end(bucket).toNanos();
      assertThat(Latencies.bucket(end)).isEqualTo(bucket);
      assertThat(Latencies.bucket(end + 1)).isEqualTo(bucket + 1);
    }
    assertThat(Latencies.bucket(0)).isZero();
    assertThat(Latencies.bucket(Duration.ofDays(400).toNanos())).isEqualTo(Latencies.BUCKETS - 1);
  }

  private void plant(long minute, String counts) {
    var key = RedisKeys.of(queue).key(QueuePart.MINUTES);
    TestRedis.serverOf(key)
        .ask("HSET", key, Long.toString(minute % 1440), "%d %s".formatted(minute, counts));
  }

  private static MinuteStats sum(List<MinuteStats> minutes) {
    return minutes.stream()
        .reduce(
            (a, b) ->
                new MinuteStats(
                    a.minute(),
                    a.processed() + b.processed(),
                    a.failed() + b.failed(),
                    a.retried() + b.retried(),
                    a.archived() + b.archived(),
                    a.lateness().plus(b.lateness()),
                    a.duration().plus(b.duration())))
        .orElseThrow();
  }
}
