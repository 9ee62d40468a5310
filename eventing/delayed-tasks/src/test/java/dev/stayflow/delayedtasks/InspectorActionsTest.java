package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InspectorActionsTest {
  private static final Set<TaskState> WAITING =
      Set.of(TaskState.SCHEDULED, TaskState.PENDING, TaskState.RETRY, TaskState.AGGREGATING);

  private final RedisConnection redis = TestRedis.connect();
  private final Inspector inspector = new Inspector(redis);
  private final DelayedTaskClient client = TestRedis.client(redis);

  @AfterEach
  void close() {
    redis.close();
  }

  @ParameterizedTest
  @EnumSource
  void aTaskIsRunAtOnceUnlessItRuns(TaskState state) {
    try (var every = new EveryState(redis, 2)) {
      var expected = state == TaskState.ACTIVE ? ActionResult.OTHER_STATE : ActionResult.DONE;

      assertThat(inspector.run(every.id(state, 0))).isEqualTo(expected);

      var after = state == TaskState.ACTIVE ? TaskState.ACTIVE : TaskState.PENDING;
      assertThat(stateOf(every.id(state, 0))).isEqualTo(after);
      assertThat(stateOf(every.id(state, 1))).isEqualTo(state);
      assertThat(total(every.queue)).isEqualTo(14);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTaskIsArchivedWhileItWaits(TaskState state) {
    try (var every = new EveryState(redis, 2)) {
      var expected = WAITING.contains(state) ? ActionResult.DONE : ActionResult.OTHER_STATE;

      assertThat(inspector.archive(every.id(state, 0))).isEqualTo(expected);

      var after = WAITING.contains(state) ? TaskState.ARCHIVED : state;
      assertThat(stateOf(every.id(state, 0))).isEqualTo(after);
      assertThat(stateOf(every.id(state, 1))).isEqualTo(state);
      assertThat(total(every.queue)).isEqualTo(14);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTaskIsDeletedUnlessItRuns(TaskState state) {
    try (var every = new EveryState(redis, 2)) {
      var expected = state == TaskState.ACTIVE ? ActionResult.OTHER_STATE : ActionResult.DONE;

      assertThat(inspector.delete(every.id(state, 0))).isEqualTo(expected);

      assertThat(inspector.find(every.id(state, 0)).isPresent())
          .isEqualTo(state == TaskState.ACTIVE);
      assertThat(stateOf(every.id(state, 1))).isEqualTo(state);
      assertThat(total(every.queue)).isEqualTo(state == TaskState.ACTIVE ? 14 : 13);
    }
  }

  @Test
  void manyTasksOfSeveralQueuesAreAnsweredInTheirOrder() {
    try (var one = new EveryState(redis, 1);
        var other = new EveryState(redis, 1)) {
      var results =
          inspector.delete(
              List.of(
                  one.id(TaskState.SCHEDULED, 0),
                  other.id(TaskState.ACTIVE, 0),
                  one.id(TaskState.ARCHIVED, 7),
                  other.id(TaskState.RETRY, 0)));

      assertThat(results)
          .containsExactly(
              ActionResult.DONE,
              ActionResult.OTHER_STATE,
              ActionResult.NOT_THERE,
              ActionResult.DONE);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
  void allTasksOfAStateAreRun(TaskState state) {
    try (var every = new EveryState(redis, 3)) {
      var result = inspector.runAll(every.queue, state, BulkProgress.SILENT);

      assertThat(result).isEqualTo(new BulkResult(3, BulkResult.End.COMPLETE));
      assertThat(inspector.counts(every.queue).pending())
          .isEqualTo(state == TaskState.PENDING ? 3 : 6);
      assertThat(total(every.queue)).isEqualTo(21);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
  void allTasksOfAStateAreDeleted(TaskState state) {
    try (var every = new EveryState(redis, 3)) {
      var result = inspector.deleteAll(every.queue, state, BulkProgress.SILENT);

      assertThat(result).isEqualTo(new BulkResult(3, BulkResult.End.COMPLETE));
      assertThat(inspector.counts(every.queue).of(state)).isZero();
      assertThat(total(every.queue)).isEqualTo(18);
    }
  }

  @Test
  void allTasksThatWaitAreArchivedAndThoseThatDoNotCannotBe() {
    try (var every = new EveryState(redis, 3)) {
      for (var state : WAITING) {
        assertThat(inspector.archiveAll(every.queue, state, BulkProgress.SILENT).changed())
            .isEqualTo(3);
      }
      assertThat(inspector.counts(every.queue).archived()).isEqualTo(15);
      assertThat(inspector.stats(every.queue).archived()).isEqualTo(15);
      assertThatThrownBy(
              () -> inspector.archiveAll(every.queue, TaskState.ACTIVE, BulkProgress.SILENT))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not ACTIVE");
    }
  }

  @Test
  void anOperationOverManyTellsHowFarItHasComeAndCanBeStopped() {
    var queue = TestRedis.freshQueue();
    client.enqueue(
        Stream.iterate(0, i -> i + 1)
            .limit(1000)
            .map(i -> Work.due(queue, "t" + i, Instant.now().plusSeconds(3600)))
            .toList());
    var told = new ArrayList<String>();

    var result =
        inspector.deleteAll(
            queue,
            TaskState.SCHEDULED,
            (done, of) -> {
              told.add(done + " of " + of);
              return done < 300 ? BulkProgress.Next.GO_ON : BulkProgress.Next.STOP;
            });

    assertThat(result).isEqualTo(new BulkResult(300, BulkResult.End.STOPPED));
    assertThat(told).containsExactly("100 of 1000", "200 of 1000", "300 of 1000");
    assertThat(inspector.counts(queue).scheduled()).isEqualTo(700);
  }

  @ParameterizedTest
  @EnumSource
  void aTaskIsRescheduledUnlessItRuns(TaskState state) {
    var at = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
    try (var every = new EveryState(redis, 1)) {
      var result = inspector.reschedule(every.id(state, 0), at);

      var info = inspector.find(every.id(state, 0)).orElseThrow();
      if (state == TaskState.ACTIVE) {
        assertThat(result).isEqualTo(ActionResult.OTHER_STATE);
        assertThat(info.state()).isEqualTo(TaskState.ACTIVE);
      } else {
        assertThat(result).isEqualTo(ActionResult.DONE);
        assertThat(info.at()).isEqualTo(at);
        assertThat(info.dueAt()).isEqualTo(at);
        assertThat(info.state())
            .isEqualTo(state == TaskState.RETRY ? TaskState.RETRY : TaskState.SCHEDULED);
      }
      assertThat(total(every.queue)).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thePayloadOfATaskThatWaitsIsReplaced(TaskState state) {
    var possible = WAITING.contains(state) || state == TaskState.ARCHIVED;
    try (var every = new EveryState(redis, 1)) {
      var id = every.id(state, 0);
      var before = inspector.find(id).orElseThrow();

      assertThat(inspector.update(id, "new".getBytes(StandardCharsets.UTF_8)))
          .isEqualTo(possible ? ActionResult.DONE : ActionResult.OTHER_STATE);

      var after = inspector.find(id).orElseThrow();
      assertThat(new String(after.task().payload(), StandardCharsets.UTF_8))
          .isEqualTo(possible ? "new" : id.id());
      assertThat(after.task().headers()).isEqualTo(before.task().headers());
      assertThat(after.task().group()).isEqualTo(before.task().group());
      assertThat(after.at()).isEqualTo(before.at());
      assertThat(after.dueAt()).isEqualTo(before.dueAt());
    }
  }

  @Test
  void anActiveTaskIsTakenFromItsWorkerAndOthersAreLeftAlone() {
    try (var every = new EveryState(redis, 1)) {
      assertThat(inspector.cancelActive(every.id(TaskState.PENDING, 0)))
          .isEqualTo(ActionResult.OTHER_STATE);
      assertThat(inspector.cancelActive(every.id(TaskState.ACTIVE, 5)))
          .isEqualTo(ActionResult.NOT_THERE);

      assertThat(inspector.cancelActive(every.id(TaskState.ACTIVE, 0)))
          .isEqualTo(ActionResult.DONE);

      assertThat(inspector.find(every.id(TaskState.ACTIVE, 0))).isEmpty();
      assertThat(inspector.stats(every.queue).cancelled()).isEqualTo(1);
      assertThat(total(every.queue)).isEqualTo(6);
    }
  }

  @Test
  void allTasksThatRunAreTakenFromTheirWorkers() {
    try (var every = new EveryState(redis, 3)) {
      var result = inspector.cancelAllActive(every.queue, BulkProgress.SILENT);

      assertThat(result).isEqualTo(new BulkResult(3, BulkResult.End.COMPLETE));
      assertThat(inspector.counts(every.queue).active()).isZero();
      assertThat(inspector.stats(every.queue).cancelled()).isEqualTo(3);
      assertThat(total(every.queue)).isEqualTo(18);
    }
  }

  @Test
  void manyTasksAreRescheduledAtOnce() {
    var at = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.MILLIS);
    try (var every = new EveryState(redis, 2)) {
      var ids =
          List.of(
              every.id(TaskState.SCHEDULED, 0),
              every.id(TaskState.ACTIVE, 0),
              every.id(TaskState.ARCHIVED, 1));

      assertThat(inspector.reschedule(ids, at))
          .containsExactly(ActionResult.DONE, ActionResult.OTHER_STATE, ActionResult.DONE);

      assertThat(inspector.find(ids.get(0)).orElseThrow().at()).isEqualTo(at);
      assertThat(inspector.find(ids.get(2)).orElseThrow().at()).isEqualTo(at);
    }
  }

  @Test
  void aTaskOutOfTheArchiveBeginsAnew() {
    try (var every = new EveryState(redis, 1)) {
      var id = every.id(TaskState.ARCHIVED, 0);
      inspector.run(id);

      var info = inspector.find(id).orElseThrow();
      assertThat(info.failures()).isZero();
      assertThat(info.lastReason()).isEqualTo("broken");
      inspector.resume(every.queue);
      await().atMost(Work.LIMIT).until(() -> stateOf(id) == TaskState.ARCHIVED);
      assertThat(inspector.find(id).orElseThrow().failures()).isEqualTo(1);
    }
  }

  private TaskState stateOf(TaskId id) {
    return inspector.find(id).orElseThrow().state();
  }

  private long total(String queue) {
    var counts = inspector.counts(queue);
    return Stream.of(TaskState.values()).mapToLong(counts::of).sum();
  }
}
