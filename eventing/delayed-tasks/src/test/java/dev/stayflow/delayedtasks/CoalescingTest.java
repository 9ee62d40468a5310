package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoalescingTest {
  private static final Pattern CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
  private static final int MEBIBYTE = 1 << 20;

  private final RedisConnection redis = TestRedis.connect();
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final String queue = TestRedis.freshQueue();
  private final Instant later = Instant.parse("2099-01-01T00:00:00Z");
  @TempDir Path directory;

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void callersOnVirtualThreadsShareTheirWayToRedis() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThatCallersShareTheirWay(callers);
    }
  }

  @Test
  void callersOnPlatformThreadsShareTheirWayToRedis() throws Exception {
    try (var callers = Executors.newFixedThreadPool(50)) {
      assertThatCallersShareTheirWay(callers);
    }
  }

  private void assertThatCallersShareTheirWay(ExecutorService callers) throws Exception {
    client.enqueue(Work.due(queue, "first", later));
    var before = scriptCalls();

    var results =
        callers.invokeAll(
            IntStream.range(0, 50)
                .<Callable<Boolean>>mapToObj(i -> () -> storesAll("caller-" + i, 100))
                .toList());

    for (var result : results) {
      assertThat(result.get()).isTrue();
    }
    assertThat(new Inspector(redis).counts(queue).scheduled()).isEqualTo(5001);
    assertThat(scriptCalls() - before).isBetween(10L, 2500L);
  }

  private boolean storesAll(String name, int tasks) {
    return IntStream.range(0, tasks)
        .allMatch(
            i -> client.enqueue(Work.due(queue, name + "-" + i, later)) instanceof Enqueued.Stored);
  }

  private static long scriptCalls() {
    var calls = CALLS.matcher(TestRedis.SERVER.ask("INFO", "commandstats"));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  @Test
  void eachCallerGetsItsOwnAnswer() {
    client.cancel(new TaskId(queue, "task-1"));
    client.archive(Work.due(queue, "task-2", later), "for the test");
    client.enqueue(Work.due(queue, "task-3", later));

    var answers =
        IntStream.range(0, 100)
            .mapToObj(i -> client.enqueueAsync(Work.due(queue, "task-" + i, later.plusSeconds(9))))
            .map(answer -> answer.toCompletableFuture().join())
            .toList();

    assertThat(answers.get(1)).isEqualTo(new Enqueued.Finished());
    assertThat(answers.get(2)).isEqualTo(new Enqueued.Archived());
    assertThat(answers.get(3))
        .isEqualTo(new Enqueued.AlreadyThere(new TaskId(queue, "task-3"), later));
    assertThat(answers).filteredOn(new Enqueued.Stored()::equals).hasSize(97);
  }

  @Test
  void whatFollowsAnAsynchronousAnswerMayBlock() {
    var answers =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    client
                        .enqueueAsync(Work.due(queue, "first-" + i, later))
                        .thenApply(_ -> client.enqueue(Work.due(queue, "second-" + i, later)))
                        .toCompletableFuture())
            .toList();

    assertThat(answers).allMatch(answer -> answer.join() instanceof Enqueued.Stored);
  }

  @Test
  void aCallerWhoAwaitsEachAnswerKeepsItsOrder() {
    var runs = new Runs();
    var expected = new ArrayList<String>();
    for (var i = 0; i < 100; i++) {
      var task = Task.of(Work.TYPE, new byte[0]).inQueue(queue);
      expected.add(task.id().id());
      client.enqueue(task);
    }
    try (var _ = Work.serve(redis, ServerOptions.of(queue).withConcurrency(1), runs)) {
      await().atMost(Work.LIMIT).until(() -> runs.count() == 100);
    }
    assertThat(runs.ids()).isEqualTo(expected);
  }

  @Test
  void aListKeepsItsOrderOverManyCalls() {
    var runs = new Runs();
    var tasks =
        IntStream.range(0, 3000)
            .mapToObj(
                i -> Task.of(Work.TYPE, new byte[0]).withId(new TaskId(queue, "" + (9000 - i))))
            .toList();
    client.enqueue(tasks);
    try (var _ = Work.serve(redis, ServerOptions.of(queue).withConcurrency(1), runs)) {
      await().atMost(Work.LIMIT).until(() -> runs.count() == 3000);
    }
    assertThat(runs.ids()).isEqualTo(tasks.stream().map(task -> task.id().id()).toList());
  }

  @Test
  void aListOfLargeTasksInSeveralQueuesIsAnsweredInOrder() {
    var other = TestRedis.freshQueue();
    var payload = new byte[700 * 1024];
    client.cancel(new TaskId(other, "task-3"));

    var results =
        client.enqueue(
            IntStream.range(0, 6)
                .mapToObj(
                    i ->
                        Work.due(i % 2 == 0 ? queue : other, "task-" + i, later)
                            .withPayload(payload))
                .toList());

    assertThat(results).hasSize(6);
    assertThat(results.get(3)).isEqualTo(new Enqueued.Finished());
    assertThat(results).filteredOn(new Enqueued.Stored()::equals).hasSize(5);
  }

  @Test
  void whoSendsFasterThanRedisStoresIsTold() {
    var payload = new byte[MEBIBYTE];
    assertThat(client.enqueue(Work.due(queue, "first", later))).isEqualTo(new Enqueued.Stored());
    TestRedis.SERVER.ask("CLIENT", "PAUSE", "1000");

    var answers = new ArrayList<CompletableFuture<Enqueued>>();
    for (var i = 0; i < 80; i++) {
      answers.add(
          client
              .enqueueAsync(Work.due(queue, "task-" + i, later).withPayload(payload))
              .toCompletableFuture());
    }

    var refused = answers.stream().filter(answer -> isTooMany(answer)).count();
    assertThat(refused).isBetween(1L, 30L); // 16, unless a busy machine needs the whole pause
    client.close();
    assertThat(answers).allMatch(CompletableFuture::isDone);
    assertThat(new Inspector(redis).counts(queue).scheduled()).isEqualTo(81 - refused);
  }

  private static boolean isTooMany(CompletableFuture<Enqueued> answer) {
    return answer.isCompletedExceptionally() && answer.exceptionNow() instanceof TooManyWaiting;
  }

  @Test
  void closingWaitsForTheAnswersAndRefusesMore() {
    var answers =
        IntStream.range(0, 5000)
            .mapToObj(i -> client.enqueueAsync(Work.due(queue, "task-" + i, later)))
            .toList();

    client.close();

    assertThat(answers)
        .allMatch(answer -> answer.toCompletableFuture().getNow(null) instanceof Enqueued.Stored);
    assertThatThrownBy(() -> client.enqueue(Work.due(queue, "late", later)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> client.enqueue(List.of(Work.due(queue, "late", later))))
        .isInstanceOf(IllegalStateException.class);
    client.close();
  }

  @Test
  void whenRedisIsAwayEachCallerIsToldAndMayRepeat() throws Exception {
    var server = RedisServer.start(directory, 0, "--appendfsync", "always");
    var port = server.port();
    try (var connection = TestRedis.connect(server);
        var away = TestRedis.client(connection);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      away.enqueue(Work.due(queue, "first", later));
      server.kill();

      var calls =
          callers.invokeAll(
              IntStream.range(0, 50)
                  .<Callable<Enqueued>>mapToObj(
                      i -> () -> away.enqueue(Work.due(queue, "task-" + i, later)))
                  .toList(),
              10,
              TimeUnit.SECONDS);
      for (var call : calls) {
        assertThatThrownBy(call::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(RedisUnavailable.class);
      }

      server = RedisServer.start(directory, port, "--appendfsync", "always");
      for (var i = 0; i < 50; i++) {
        var task = Work.due(queue, "task-" + i, later);
        await()
            .atMost(Work.LIMIT)
            .ignoreExceptionsInstanceOf(RedisUnavailable.class)
            .until(() -> away.enqueue(task) != null);
      }
      assertThat(new Inspector(connection).counts(queue).scheduled()).isEqualTo(51);
    } finally {
      server.close();
    }
  }
}
