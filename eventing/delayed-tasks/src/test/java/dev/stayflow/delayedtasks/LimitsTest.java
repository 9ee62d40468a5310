package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private final RedisConnection redis = TestRedis.connect();
  private final RedisConnection other = TestRedis.connect();
  private final Inspector inspector = new Inspector(redis);
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final String queue = TestRedis.freshQueue();
  private final ServerOptions options =
      ServerOptions.of(queue).withConcurrency(10).withSweep(Duration.ofMinutes(1));

  @AfterEach
  void close() {
    redis.close();
    other.close();
  }

  @Test
  void aPausedQueueBeginsNothingAndAResumedOneWakesItsServers() {
    var runs = new Runs();
    try (var _ = Work.serve(redis, options, runs);
        var _ = Work.serve(other, options, runs)) {
      assertThat(inspector.pause(queue)).isEqualTo(Inspector.PauseResult.CHANGED);
      assertThat(inspector.pause(queue)).isEqualTo(Inspector.PauseResult.UNCHANGED);
      client.enqueue(Work.dueNow(queue, 50));
      await()
          .during(Duration.ofMillis(300))
          .atMost(Work.LIMIT)
          .until(() -> inspector.counts(queue).pending() == 50 && runs.count() == 0);
      assertThat(inspector.counts(queue).pausedSince()).isPresent();

      assertThat(inspector.resume(queue)).isEqualTo(Inspector.PauseResult.CHANGED);

      await().atMost(Work.LIMIT).until(() -> runs.count() == 50);
      assertThat(inspector.resume(queue)).isEqualTo(Inspector.PauseResult.UNCHANGED);
      assertThat(inspector.counts(queue).pausedSince()).isEmpty();
    }
  }

  @Test
  void noMoreAreInFlightThanTheQueueAllowsWhicheverServersRunThem() {
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new AtomicInteger();
    TaskHandler handler =
        run -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          LockSupport.parkNanos(1_000_000); // long enough to overlap
          running.decrementAndGet();
          done.incrementAndGet();
          return new Outcome.Done();
        };
    inspector.limit(queue, QueueLimits.NONE.inFlight(3));
    client.enqueue(Work.dueNow(queue, 500));
    try (var _ = Work.serve(redis, options, handler);
        var _ = Work.serve(other, options, handler)) {
      await().atMost(Work.LIMIT).until(() -> done.get() == 500);
    }
    assertThat(most).hasValue(3);
  }

  @Test
  void aChangedLimitHoldsAtOnce() {
    var running = new AtomicInteger();
    var ends = new Semaphore(0);
    TaskHandler handler =
        run -> {
          running.incrementAndGet();
          ends.acquire();
          running.decrementAndGet();
          return new Outcome.Done();
        };
    inspector.limit(queue, QueueLimits.NONE.inFlight(2));
    client.enqueue(Work.dueNow(queue, 40));
    try (var _ = Work.serve(redis, options, handler);
        var _ = Work.serve(other, options, handler)) {
      await().atMost(Work.LIMIT).until(() -> running.get() == 2);

      inspector.limit(queue, QueueLimits.NONE.inFlight(5));
      await().atMost(Work.LIMIT).until(() -> running.get() == 5);

      inspector.limit(queue, QueueLimits.NONE.inFlight(1));
      ends.release(4);
      await().atMost(Work.LIMIT).until(() -> inspector.stats(queue).processed() == 4);
      assertThat(running).hasValue(1);
      ends.release(1);
      await().atMost(Work.LIMIT).until(() -> inspector.stats(queue).processed() == 5);
      await().atMost(Work.LIMIT).until(() -> running.get() == 1);

      inspector.limit(queue, QueueLimits.NONE);
      await().atMost(Work.LIMIT).until(() -> running.get() == 20);
      ends.release(1000);
      await().atMost(Work.LIMIT).until(() -> inspector.stats(queue).processed() == 40);
    }
    LinesOfKeys.requireStatesAddUp(redis, queue);
  }

  @Test
  void overAnyTimeNoMoreAreBegunThanTheBurstAndTheRateAllow() {
    var rate = new QueueLimits.Rate(200, 20);
    var runs = new Runs();
    inspector.limit(queue, QueueLimits.NONE.rate(rate.perSecond(), rate.burst()));
    client.enqueue(Work.dueNow(queue, 400));
    try (var _ = Work.serve(redis, options, runs);
        var _ = Work.serve(other, options, runs)) {
      await().atMost(Work.LIMIT).until(() -> runs.count() == 400);
    }
    var begun = runs.all().stream().map(noted -> noted.run().claimedAt()).sorted().toList();
    for (var from = 0; from < begun.size(); from++) {
      for (var to = from; to < begun.size(); to++) {
        var seconds = Duration.between(begun.get(from), begun.get(to)).toNanos() / 1e9;
        assertThat(to - from + 1.0)
            .isLessThanOrEqualTo(rate.burst() + rate.perSecond() * seconds + 0.001);
      }
    }
    System.out.printf(
        "400 tasks at 200/s after a burst of 20: %d ms, 1900 at best%n",
        Duration.between(begun.getFirst(), begun.getLast()).toMillis());
  }

  @Test
  void limitsAreReadAsTheyWereSet() {
    var limits =
        QueueLimits.NONE
            .inFlight(7)
            .rate(0.25, 3)
            .perKey(2)
            .archiveMost(1000)
            .archiveFor(Duration.ofDays(90));
    assertThat(inspector.limits(queue)).isEqualTo(QueueLimits.NONE);

    inspector.limit(queue, limits);
    assertThat(inspector.limits(queue)).isEqualTo(limits);

    inspector.limit(queue, QueueLimits.NONE.perKey(1));
    assertThat(inspector.limits(queue)).isEqualTo(QueueLimits.NONE.perKey(1));
  }

  @Test
  void aLimitThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> QueueLimits.NONE.inFlight(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QueueLimits.NONE.perKey(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QueueLimits.NONE.rate(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QueueLimits.NONE.rate(1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> QueueLimits.NONE.archiveMost(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
