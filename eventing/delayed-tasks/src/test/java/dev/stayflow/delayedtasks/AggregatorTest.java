package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AggregatorTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final RedisConnection redis = TestRedis.connect();
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final Inspector inspector = new Inspector(redis);
  private final String queue = TestRedis.freshQueue();

  /** What the combined tasks that ran were made of. */
  private final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aGroupThatNothingJoinsAnyMoreIsCombinedInItsOrder() {
    client.enqueue(members("g", 3));
    try (var _ = serve(GroupOptions.of(AggregatorTest::join).withGrace(SHORT))) {
      await().atMost(Work.LIMIT).until(() -> !ran.isEmpty());
    }
    assertThat(ran).containsExactly("g: g-0,g-1,g-2");
    assertThat(inspector.counts(queue).aggregating()).isZero();
    assertThat(inspector.find(new TaskId(queue, "g-0"))).isEmpty();
  }

  @Test
  void aGroupOfFullSizeIsNotKeptWaiting() {
    client.enqueue(members("g", 12));
    var options = GroupOptions.of(AggregatorTest::join).withGrace(HOUR).withMaxSize(5);
    try (var _ = serve(options)) {
      await().atMost(Work.LIMIT).until(() -> ran.size() == 2);
      assertThat(inspector.counts(queue).aggregating()).isEqualTo(2);
    }
    assertThat(ran).containsExactlyInAnyOrder("g: g-0,g-1,g-2,g-3,g-4", "g: g-5,g-6,g-7,g-8,g-9");
  }

  @Test
  void aGroupThatIsOldEnoughIsCombinedThoughOthersJoin() {
    var options = GroupOptions.of(AggregatorTest::join).withGrace(HOUR).withMaxDelay(SHORT);
    var joined = new AtomicInteger();
    try (var _ = serve(options)) {
      await()
          .atMost(Work.LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                client.enqueue(member("g", joined.getAndIncrement()));
                return ran.size() >= 2;
              });
    }
    assertThat(ran.peek()).startsWith("g: g-0");
  }

  @Test
  void groupsAndQueuesDoNotMix() {
    var other = TestRedis.freshQueue();
    client.enqueue(members("a", 2));
    client.enqueue(members("b", 2));
    client.enqueue(members("a", 2).stream().map(task -> task.inQueue(other)).toList());
    client.enqueue(task("alone"));

    var options =
        ServerOptions.of(queue, other)
            .withGroups(GroupOptions.of(AggregatorTest::join).withGrace(SHORT));
    try (var _ = Work.serve(redis, options, this::note)) {
      await().atMost(Work.LIMIT).until(() -> ran.size() == 4);
    }
    assertThat(ran).containsExactlyInAnyOrder("a: a-0,a-1", "b: b-0,b-1", "a: a-0,a-1", "alone");
  }

  @Test
  void tasksOfAFunctionThatThrowsGoBackAndAreTriedAgainWhileOthersGoOn() {
    var failures = new AtomicInteger();
    GroupAggregator failsOnce =
        (group, tasks) -> {
          if (group.equals("bad") && failures.getAndIncrement() == 0) {
            throw new IllegalStateException("not this time");
          }
          return join(group, tasks);
        };
    client.enqueue(members("bad", 3));
    client.enqueue(members("good", 2));
    try (var _ = serve(GroupOptions.of(failsOnce).withGrace(SHORT))) {
      await().atMost(Work.LIMIT).until(() -> ran.size() == 2);
    }
    assertThat(ran).containsExactly("good: good-0,good-1", "bad: bad-0,bad-1,bad-2");
  }

  @Test
  void tasksOfAnAggregatorThatDiedGoBackToTheirGroup() throws Exception {
    var started = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    GroupAggregator hangs =
        (group, tasks) -> {
          started.countDown();
          proceed.await();
          return join(group, tasks);
        };
    client.enqueue(members("g", 3));
    var cutOff = TestRedis.connect();
    var dying = serve(cutOff, GroupOptions.of(hangs).withGrace(SHORT));
    started.await();
    cutOff.close();

    try (var _ = serve(GroupOptions.of(AggregatorTest::join).withGrace(SHORT))) {
      await().atMost(Work.LIMIT).until(() -> !ran.isEmpty());
      proceed.countDown();
      dying.stop(SHORT);
      Work.awaitCounts(redis, queue, 0, 0, 0, 0);
    }
    assertThat(ran).hasSize(1);
    assertThat(ids()).containsExactlyInAnyOrder("g-0", "g-1", "g-2");
  }

  @Test
  void aFunctionMayTakeLongerThanALease() throws Exception {
    var calls = new AtomicInteger();
    var proceed = new CountDownLatch(1);
    GroupAggregator waits =
        (group, tasks) -> {
          calls.incrementAndGet();
          proceed.await();
          return join(group, tasks);
        };
    client.enqueue(members("g", 2));
    var lease = Duration.ofMillis(300);
    var options =
        ServerOptions.of(queue)
            .withLease(lease)
            .withGroups(GroupOptions.of(waits).withGrace(SHORT));
    try (var _ = Work.serve(redis, options, this::note)) {
      await().atMost(Work.LIMIT).until(() -> calls.get() == 1);
      await().pollDelay(lease.multipliedBy(4)).until(() -> calls.get() == 1);
      proceed.countDown();
      await().atMost(Work.LIMIT).until(() -> !ran.isEmpty());
    }
    assertThat(ran).containsExactly("g: g-0,g-1");
  }

  @Test
  void aServerThatStopsGivesTheTasksBack() throws Exception {
    var started = new CountDownLatch(1);
    GroupAggregator hangs =
        (group, tasks) -> {
          started.countDown();
          new CountDownLatch(1).await();
          return join(group, tasks);
        };
    client.enqueue(members("g", 2));
    var server = serve(GroupOptions.of(hangs).withGrace(SHORT));
    started.await();
    server.stop(SHORT);

    assertThat(inspector.counts(queue).aggregating()).isEqualTo(2);
    assertThat(inspector.counts(queue).active()).isZero();
  }

  @Test
  void aCancelledMemberIsNotCombined() {
    client.enqueue(members("g", 3));
    assertThat(client.cancel(new TaskId(queue, "g-1"))).isEqualTo(Cancelled.WAITED);
    try (var _ = serve(GroupOptions.of(AggregatorTest::join).withGrace(SHORT))) {
      await().atMost(Work.LIMIT).until(() -> !ran.isEmpty());
    }
    assertThat(ran).containsExactly("g: g-0,g-2");
  }

  @Test
  void aMemberThatIsCancelledWhileItIsCombinedIsLeftOut() throws Exception {
    var started = new CountDownLatch(1);
    var proceed = new CountDownLatch(1);
    GroupAggregator waits =
        (group, tasks) -> {
          started.countDown();
          proceed.await();
          return join(group, tasks);
        };
    client.enqueue(members("g", 3));
    try (var _ = serve(GroupOptions.of(waits).withGrace(SHORT))) {
      started.await();
      assertThat(client.cancel(new TaskId(queue, "g-1"))).isEqualTo(Cancelled.UNDER_WAY);
      proceed.countDown();
      await().atMost(Work.LIMIT).until(() -> !ran.isEmpty());
    }
    assertThat(ran).hasSize(1);
    assertThat(ids()).containsExactlyInAnyOrder("g-0", "g-2");
  }

  @Test
  void aMemberThatIsRescheduledRunsAlone() {
    client.enqueue(members("g", 2));
    assertThat(client.reschedule(new TaskId(queue, "g-0"), Instant.now()))
        .isEqualTo(new Rescheduled.Moved());
    try (var _ = serve(GroupOptions.of(AggregatorTest::join).withGrace(HOUR))) {
      await().atMost(Work.LIMIT).until(() -> !ran.isEmpty());
    }
    assertThat(ran).containsExactly("g-0");
    assertThat(inspector.counts(queue).aggregating()).isEqualTo(1);
  }

  @Test
  void twoAggregatorsLoseNoTaskAndCombineNoneTwice() {
    var tasks = IntStream.range(0, 40).mapToObj(g -> members("g" + g, 50)).toList();
    var options = GroupOptions.of(AggregatorTest::join).withGrace(SHORT).withMaxSize(20);
    try (var _ = serve(options);
        var _ = serve(options)) {
      tasks.forEach(client::enqueue);
      await().atMost(Work.LIMIT).until(() -> ids().size() >= 2000);
      Work.awaitCounts(redis, queue, 0, 0, 0, 0);
    }
    assertThat(ids())
        .containsExactlyInAnyOrderElementsOf(
            tasks.stream().flatMap(List::stream).map(task -> task.id().id()).toList());
    assertThat(inspector.counts(queue).aggregating()).isZero();
  }

  @Test
  void aLargeGroupIsCombinedInParts() {
    client.enqueue(members("g", 5200));
    try (var _ = serve(GroupOptions.of(AggregatorTest::join).withGrace(SHORT))) {
      await().atMost(Work.LIMIT).until(() -> ran.size() == 11);
    }
    assertThat(ids()).hasSize(5200).doesNotHaveDuplicates();
  }

  @Test
  void aCombinedTaskDoesNotTakeThePlaceOfAnother() {
    GroupAggregator digest = (group, tasks) -> join(group, tasks).withId("digest");
    client.enqueue(task("digest").at(Instant.now().plus(HOUR)));
    client.enqueue(members("g", 2));
    try (var _ = serve(GroupOptions.of(digest).withGrace(SHORT))) {
      await().atMost(Work.LIMIT).until(() -> inspector.counts(queue).active() == 0);
      assertThat(inspector.find(new TaskId(queue, "digest")).orElseThrow().task().payload())
          .isEqualTo("digest".getBytes(StandardCharsets.UTF_8));
      client.cancel(new TaskId(queue, "digest"), Duration.ZERO);
      await().atMost(Work.LIMIT).until(() -> !ran.isEmpty());
    }
    assertThat(ran).hasSize(1);
    assertThat(ids()).containsExactlyInAnyOrder("g-0", "g-1");
  }

  @Test
  void aFunctionMayGoOnWithOneOfItsTasks() {
    GroupAggregator first =
        (group, tasks) -> tasks.getFirst().withPayload(join(group, tasks).payload());
    client.enqueue(members("g", 2));
    try (var _ = serve(GroupOptions.of(first).withGrace(SHORT))) {
      await().atMost(Work.LIMIT).until(() -> !ran.isEmpty());
    }
    assertThat(ran).containsExactly("g: g-0,g-1");
  }

  @Test
  void nonsenseIsRefused() {
    var options = GroupOptions.of(AggregatorTest::join);
    assertThatThrownBy(() -> options.withMaxSize(501))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 500");
    assertThatThrownBy(() -> options.withGrace(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private DelayedTaskServer serve(GroupOptions groups) {
    return serve(redis, groups);
  }

  private DelayedTaskServer serve(RedisConnection connection, GroupOptions groups) {
    return Work.serve(connection, ServerOptions.of(queue).withGroups(groups), this::note);
  }

  private Outcome note(TaskRun run) {
    ran.add(new String(run.task().payload(), StandardCharsets.UTF_8));
    return new Outcome.Done();
  }

  private List<String> ids() {
    return ran.stream()
        .flatMap(text -> Stream.of(text.substring(text.indexOf(": ") + 2).split(",", -1)))
        .toList();
  }

  private static Task join(String group, List<Task> tasks) {
    var ids = tasks.stream().map(task -> task.id().id()).collect(Collectors.joining(","));
    var payload = (group + ": " + ids).getBytes(StandardCharsets.UTF_8);
    return Task.of(Work.TYPE, payload).inQueue(tasks.getFirst().id().queue());
  }

  private List<Task> members(String group, int count) {
    var members = new ArrayList<Task>();
    for (var i = 0; i < count; i++) {
      members.add(member(group, i));
    }
    return members;
  }

  private Task member(String group, int number) {
    return task(group + "-" + number).inGroup(group);
  }

  private Task task(String id) {
    return Task.of(Work.TYPE, id.getBytes(StandardCharsets.UTF_8)).withId(new TaskId(queue, id));
  }
}
