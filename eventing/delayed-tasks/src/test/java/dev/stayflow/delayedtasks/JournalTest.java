package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class JournalTest {
  private static final String ENTRIES = "tasks:{Journal}:entries";

  private final RedisConnection redis = TestRedis.connect();
  private final Journal journal = new Journal(redis);

  @BeforeEach
  void empty() {
    TestRedis.serverOf(ENTRIES).ask("DEL", ENTRIES);
  }

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void whatWasDoneIsReadBackTheLatestFirst() {
    journal.note("ann", "pause", "low", "CHANGED");
    journal.note("bob", "archive", "default id-1:ü\0", "DONE");

    var page = journal.page(Optional.empty(), 10);

    assertThat(page.next()).isEmpty();
    assertThat(page.entries())
        .extracting(
            JournalEntry::who, JournalEntry::action, JournalEntry::target, JournalEntry::outcome)
        .containsExactly(
            tuple("bob", "archive", "default id-1:ü\0", "DONE"),
            tuple("ann", "pause", "low", "CHANGED"));
  }

  @Test
  void pagesGoOnThoughOthersNoteMeanwhile() {
    IntStream.range(0, 25).forEach(i -> journal.note("ann", "run", "task-" + i, "DONE"));
    var seen = new ArrayList<String>();
    Optional<String> next = Optional.empty();
    do {
      var page = journal.page(next, 10);
      page.entries().forEach(entry -> seen.add(entry.target()));
      journal.note("bob", "run", "later", "DONE");
      next = page.next();
    } while (next.isPresent());

    assertThat(seen)
        .isEqualTo(
            IntStream.iterate(24, i -> i >= 0, i -> i - 1).mapToObj(i -> "task-" + i).toList());
  }

  @Test
  void manyAtOnceAreAllNotedAndEachHasATimeOfItsOwn() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 200)
          .forEach(i -> threads.execute(() -> journal.note("ann", "run", "task-" + i, "DONE")));
    }

    var entries = journal.page(Optional.empty(), 500).entries();

    assertThat(entries).extracting(JournalEntry::target).hasSize(200).doesNotHaveDuplicates();
    assertThat(entries).extracting(JournalEntry::at).doesNotHaveDuplicates();
  }

  @Test
  void theOldestGiveWayToNewOnesAndLongTextsAreCut() {
    journal.note("ann", "run", "first", "DONE");
    // as many as are kept, all older than what is noted next
    for (var from = 0; from < Journal.KEPT; from += 1000) {
      var words = new ArrayList<>(List.of("ZADD", ENTRIES));
      IntStream.range(from, from + 1000)
          .forEach(i -> words.addAll(List.of("0", "%016d\0\0\0\0\0\0\0\0".formatted(i))));
      TestRedis.serverOf(ENTRIES).ask(words.toArray(String[]::new));
    }

    journal.note("ann", "run", "x".repeat(10_000), "DONE");

    assertThat(TestRedis.serverOf(ENTRIES).ask("ZCARD", ENTRIES)).isEqualTo("10000");
    var latest = journal.page(Optional.empty(), 2).entries();
    assertThat(latest.get(0).target()).isEqualTo("x".repeat(2000));
    assertThat(latest.get(1).target()).isEqualTo("first");
  }

  @Test
  void whatCannotBeAPageIsRefused() {
    assertThatThrownBy(() -> journal.page(Optional.of("nonsense"), 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense");
    assertThatThrownBy(() -> journal.page(Optional.empty(), 501))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 500");
  }
}
