package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final int FIRST = 3000;

  private final RedisConnection redis = TestRedis.connect();
  private final String high = TestRedis.freshQueue();
  private final String middle = TestRedis.freshQueue();
  private final String low = TestRedis.freshQueue();
  private final Runs runs = new Runs();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void busyQueuesAreServedInProportionToTheirWeights() {
    var seed = System.nanoTime();
    System.out.println("seed " + seed);
    fill(FIRST);
    var options = ServerOptions.defaults().withQueues(weights());
    try (var server = new DelayedTaskServer(redis, options, runs, new Random(seed))) {
      server.start();
      await().atMost(Work.LIMIT).until(() -> runs.count() >= FIRST);
    }
    var started = countsOfTheFirst(FIRST);
    // five standard deviations of so many draws
    assertThat(started.get(high)).isCloseTo(FIRST * 6L / 10, within(135L));
    assertThat(started.get(middle)).isCloseTo(FIRST * 3L / 10, within(126L));
    assertThat(started.get(low)).isCloseTo(FIRST / 10L, within(83L));
  }

  @Test
  void strictPriorityStartsNothingWhileAQueueOfGreaterWeightHasSomething() {
    fill(50);
    var options = ServerOptions.defaults().withQueues(weights()).strictPriority();
    try (var _ = Work.serve(redis, options.withConcurrency(1), runs)) {
      await().atMost(Work.LIMIT).until(() -> runs.count() == 150);
    }
    assertThat(queuesInOrder())
        .containsExactlyElementsOf(
            IntStream.range(0, 150).mapToObj(i -> List.of(high, middle, low).get(i / 50)).toList());
  }

  @Test
  void slotsThatOtherQueuesHaveNoUseForAreNotWasted() throws Exception {
    var all = new CountDownLatch(10);
    TaskHandler handler =
        _ -> {
          all.countDown();
          all.await();
          return new Outcome.Done();
        };
    TestRedis.client(redis).enqueue(Work.dueNow(low, 10));
    try (var _ = Work.serve(redis, ServerOptions.defaults().withQueues(weights()), handler)) {
      assertThat(all.await(Work.LIMIT.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void byDefaultThreeQueuesShareSixThreeOne() {
    assertThat(ServerOptions.defaults().queues())
        .containsExactly(Map.entry("critical", 6), Map.entry("default", 3), Map.entry("low", 1));
    assertThat(ServerOptions.defaults().concurrency()).isEqualTo(10);
  }

  private void fill(int each) {
    for (var queue : List.of(low, middle, high)) {
      TestRedis.client(redis).enqueue(Work.dueNow(queue, each));
    }
  }

  private Map<String, Integer> weights() {
    var weights = new LinkedHashMap<String, Integer>();
    weights.put(low, 1);
    weights.put(high, 6);
    weights.put(middle, 3);
    return weights;
  }

  private List<String> queuesInOrder() {
    return runs.all().stream().map(noted -> noted.run().task().id().queue()).toList();
  }

  private Map<String, Long> countsOfTheFirst(int count) {
    return queuesInOrder().stream()
        .limit(count)
        .collect(Collectors.groupingBy(queue -> queue, Collectors.counting()));
  }
}
