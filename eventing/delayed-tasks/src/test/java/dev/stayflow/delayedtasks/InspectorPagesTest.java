package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InspectorPagesTest {
  private final RedisConnection redis = TestRedis.connect();
  private final Inspector inspector = new Inspector(redis);
  private final DelayedTaskClient client = TestRedis.client(redis);
  private EveryState every;

  @BeforeAll
  void fill() {
    every = new EveryState(redis, 5);
  }

  @AfterAll
  void close() {
    every.close();
    redis.close();
  }

  @ParameterizedTest
  @EnumSource
  void theTasksOfAStateAreReadPageByPage(TaskState state) {
    var first = inspector.page(every.queue, state, Optional.empty(), 2);
    var second = inspector.page(every.queue, state, first.next(), 2);
    var third = inspector.page(every.queue, state, second.next(), 2);

    var latestFirst = state == TaskState.ARCHIVED || state == TaskState.COMPLETED;
    var order = latestFirst ? new int[] {4, 3, 2, 1, 0} : new int[] {0, 1, 2, 3, 4};
    assertThat(ids(first, second, third)).isEqualTo(every.names(state, order));
    assertThat(first.tasks()).hasSize(2).allMatch(info -> info.state() == state);
    assertThat(second.tasks()).hasSize(2);
    assertThat(third.next()).isEmpty();
    assertThat(inspector.counts(every.queue).of(state)).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void aStateIsReadFromItsOtherEndToo(TaskState state) {
    for (var order : PageOrder.values()) {
      var first = inspector.page(every.queue, state, order, Optional.empty(), 3);
      var second = inspector.page(every.queue, state, order, first.next(), 3);

      var earliestFirst = order == PageOrder.EARLIEST_FIRST;
      var expected = earliestFirst ? new int[] {0, 1, 2, 3, 4} : new int[] {4, 3, 2, 1, 0};
      assertThat(ids(first, second)).isEqualTo(every.names(state, expected));
      assertThat(second.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTaskIsFoundInItsState(TaskState state) {
    var found = inspector.find(every.id(state, 3)).orElseThrow();

    assertThat(found.state()).isEqualTo(state);
    assertThat(found.task().payload()).asString().isEqualTo(every.id(state, 3).id());
    assertThat(found.task().headers()).containsEntry("state", state.name());
    assertThat(found.token().isPresent()).isEqualTo(state == TaskState.ACTIVE);
    assertThat(found.completedAt().isPresent()).isEqualTo(state == TaskState.COMPLETED);
    assertThat(found.losses()).isZero();
  }

  @Test
  void aTaskTellsWhatWasKeptOfIt() {
    var completed = inspector.find(every.id(TaskState.COMPLETED, 0)).orElseThrow();
    var archived = inspector.find(every.id(TaskState.ARCHIVED, 0)).orElseThrow();
    var grouped = inspector.find(every.id(TaskState.AGGREGATING, 0)).orElseThrow();

    assertThat(completed.result().orElseThrow()).asString().isEqualTo("completed-0");
    assertThat(completed.completedAt().orElseThrow().plus(EveryState.LONG))
        .isEqualTo(completed.at());
    assertThat(archived.failures()).isEqualTo(1);
    assertThat(archived.latestFailures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.reason()).isEqualTo("broken");
              assertThat(failure.at()).isEqualTo(archived.at());
            });
    assertThat(grouped.task().group()).contains(EveryState.GROUP);
    assertThat(inspector.find(new TaskId(every.queue, "nobody"))).isEmpty();
  }

  @Test
  void theTasksOfAGroupAreReadPageByPage() {
    var groups = inspector.groups(every.queue, Optional.empty(), 10);
    var first = inspector.pageOfGroup(every.queue, EveryState.GROUP, Optional.empty(), 3);
    var second = inspector.pageOfGroup(every.queue, EveryState.GROUP, first.next(), 3);

    assertThat(groups.groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.name()).isEqualTo(EveryState.GROUP);
              assertThat(group.tasks()).isEqualTo(5);
              assertThat(group.oldest()).isEqualTo(first.tasks().getFirst().at());
              assertThat(group.latest()).isEqualTo(second.tasks().getLast().at());
            });
    assertThat(groups.next()).isEmpty();
    assertThat(ids(first, second)).isEqualTo(every.names(TaskState.AGGREGATING, 0, 1, 2, 3, 4));
    assertThat(inspector.pageOfGroup(every.queue, "other", Optional.empty(), 3).tasks()).isEmpty();
  }

  @Test
  void groupsAreReadTheLargestFirst() {
    var queue = TestRedis.freshQueue();
    var tasks =
        IntStream.range(0, 45)
            .mapToObj(i -> Task.of(Work.TYPE, new byte[0]).inQueue(queue).inGroup("g" + i % 10))
            .toList();
    client.enqueue(tasks);
    var sizes = new ArrayList<Long>();
    var names = new HashSet<String>();
    Optional<String> next = Optional.empty();
    do {
      var page = inspector.groups(queue, next, 3);
      page.groups().forEach(group -> sizes.add(group.tasks()));
      page.groups().forEach(group -> names.add(group.name()));
      next = page.next();
    } while (next.isPresent());

    assertThat(sizes).containsExactly(5L, 5L, 5L, 5L, 5L, 4L, 4L, 4L, 4L, 4L);
    assertThat(names).hasSize(10);
  }

  @Test
  void manyTasksOfOneMicrosecondAreEachReadOnceThoughThePlaceOfThePageIsGone() {
    var queue = TestRedis.freshQueue();
    var at = Instant.now().plus(EveryState.LONG);
    var ids = IntStream.range(0, 300).mapToObj(i -> "ä-task-%03d".formatted(i)).toList();
    client.enqueue(ids.stream().map(id -> Work.due(queue, id, at)).toList());
    var seen = new ArrayList<String>();
    Optional<String> next = Optional.empty();
    do {
      var page = inspector.page(queue, TaskState.SCHEDULED, next, 7);
      seen.addAll(ids(page));
      if (!page.tasks().isEmpty()) {
        assertThat(inspector.delete(page.tasks().getLast().task().id()))
            .isEqualTo(ActionResult.DONE);
      }
      next = page.next();
    } while (next.isPresent());

    assertThat(seen).isEqualTo(ids);
  }

  @Test
  void aTaskThatWaitsForARetryIsNotAmongTheScheduledOnesHoweverFewThoseAre() {
    var page = inspector.page(every.queue, TaskState.SCHEDULED, Optional.empty(), 500);

    assertThat(ids(page)).isEqualTo(every.names(TaskState.SCHEDULED, 0, 1, 2, 3, 4));
  }

  @Test
  void largeTasksEndAPageEarly() {
    var queue = TestRedis.freshQueue();
    var large = new byte[200_000];
    for (var i = 0; i < 60; i++) {
      client.enqueue(
          Task.of(Work.TYPE, large).withId(new TaskId(queue, "l" + i)).in(Duration.ofHours(1)));
    }
    var seen = new ArrayList<String>();
    Optional<String> next = Optional.empty();
    var pages = 0;
    do {
      var page = inspector.page(queue, TaskState.SCHEDULED, next, 25);
      seen.addAll(ids(page));
      next = page.next();
      pages++;
    } while (next.isPresent());

    assertThat(seen).hasSize(60).doesNotHaveDuplicates();
    assertThat(pages).isBetween(3, 4);
  }

  @Test
  void aSearchFindsWhatMeetsAllConditions() {
    var search = Search.in(every.queue);

    assertThat(found(search.idStarts("retry-")))
        .isEqualTo(every.names(TaskState.RETRY, 0, 1, 2, 3, 4));
    assertThat(found(search.idContains("chived-3"))).isEqualTo(every.names(TaskState.ARCHIVED, 3));
    assertThat(found(search.type("other"))).isEmpty();
    assertThat(found(search.type(Work.TYPE))).hasSize(35);
    assertThat(found(search.header("state", "ACTIVE").idContains("4")))
        .isEqualTo(every.names(TaskState.ACTIVE, 4));
    assertThat(
            found(
                search
                    .states(List.of(TaskState.COMPLETED, TaskState.PENDING))
                    .payload(bytes -> new String(bytes, StandardCharsets.UTF_8).endsWith("-2"))))
        .containsExactly("pending-2", "completed-2");
  }

  @Test
  void aSearchPausesAfterSoManyAndGoesOn() {
    var search = Search.in(every.queue).idContains("-").most(12);
    var seen = new ArrayList<String>();
    var result = inspector.search(search, BulkProgress.SILENT);
    seen.addAll(ids(result.found()));
    while (result.next().isPresent()) {
      result = inspector.search(search.from(result.next().get()), BulkProgress.SILENT);
      seen.addAll(ids(result.found()));
    }

    assertThat(seen).hasSize(35).doesNotHaveDuplicates();
  }

  @Test
  void aSearchEndsWhereItIsStoppedOrHasLookedAtEnough() {
    var search = Search.in(every.queue).type("other");
    var stopped = inspector.search(search, (done, of) -> BulkProgress.Next.STOP);
    var limited = inspector.search(search.scan(11), BulkProgress.SILENT);

    assertThat(stopped.scanned()).isBetween(1L, 34L);
    assertThat(stopped.next()).isPresent();
    assertThat(limited.scanned()).isBetween(11L, 34L);
    assertThat(limited.next()).isPresent();
  }

  @Test
  void whatCannotBeAPageIsRefused() {
    assertThatThrownBy(() -> page(Optional.of("nonsense"), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
    assertThatThrownBy(() -> page(Optional.of(new Cursor(7, "", "").text()), 10))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> page(Optional.empty(), 501))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 500");
  }

  private TaskPage page(Optional<String> from, int size) {
    return inspector.page(every.queue, TaskState.ACTIVE, from, size);
  }

  private List<String> found(Search search) {
    return ids(inspector.search(search, BulkProgress.SILENT).found());
  }

  private static List<String> ids(TaskPage... pages) {
    return List.of(pages).stream()
        .flatMap(page -> page.tasks().stream())
        .map(info -> info.task().id().id())
        .toList();
  }

  private static List<String> ids(List<TaskInfo> tasks) {
    return tasks.stream().map(info -> info.task().id().id()).toList();
  }
}
