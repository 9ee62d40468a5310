package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.local.servers.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Prints how long each operation took, and how long it held Redis at the longest. */
@Tag("long")
class MillionTasksTest {
  private static final int MILLION = 1_000_000;
  private static final String QUEUE = "large";

  @Test
  void aQueueOfAMillionIsReadAndChangedALittleAtATime() {
    try (var server = RedisServer.startTemporary("--appendonly", "no", "--save", "");
        var redis = TestRedis.connect(server)) {
      server.ask("CONFIG", "SET", "latency-monitor-threshold", "1");
      server.ask("CONFIG", "SET", "slowlog-log-slower-than", "5000");
      server.ask("CONFIG", "SET", "slowlog-max-len", "100000");
      var inspector = new Inspector(redis);
      fill(redis);
      assertThat(inspector.counts(QUEUE).scheduled()).isEqualTo(MILLION);

      var pages = measured(server, "read page by page", () -> readAll(inspector));
      assertThat(pages).isEqualTo(MILLION);
      var search = Search.in(QUEUE).idStarts("none").scan(2 * MILLION);
      var searched =
          measured(server, "search", () -> inspector.search(search, BulkProgress.SILENT));
      assertThat(searched.scanned()).isEqualTo(MILLION);
      var run =
          measured(
              server,
              "run all",
              () -> inspector.runAll(QUEUE, TaskState.SCHEDULED, BulkProgress.SILENT));
      assertThat(run).isEqualTo(new BulkResult(MILLION, BulkResult.End.COMPLETE));
      assertThat(inspector.counts(QUEUE).pending()).isEqualTo(MILLION);
      var archived =
          measured(
              server,
              "archive all",
              () -> inspector.archiveAll(QUEUE, TaskState.PENDING, BulkProgress.SILENT));
      assertThat(archived.changed()).isEqualTo(MILLION);
      var figures = measured(server, "memory", () -> inspector.memory(QUEUE));
      System.out.println(figures);
      var deleted =
          measured(
              server,
              "delete all",
              () -> inspector.deleteAll(QUEUE, TaskState.ARCHIVED, BulkProgress.SILENT));
      assertThat(deleted.changed()).isEqualTo(MILLION);
      assertThat(inspector.counts(QUEUE).archived()).isZero();

      fill(redis);
      var gone =
          measured(
              server,
              "delete the queue",
              () -> inspector.deleteQueue(QUEUE, QueueDeletion.Losing.TASKS_AT_REST));
      assertThat(gone).isEqualTo(new QueueDeletion.Deleted(MILLION));
    }
  }

  /** All of one due time: the hardest case for pages. */
  private static void fill(RedisConnection redis) {
    var client = TestRedis.client(redis);
    var at = Instant.now().plus(Duration.ofDays(1));
    for (var from = 0; from < MILLION; from += 10_000) {
      client.enqueue(
          IntStream.range(from, from + 10_000)
              .mapToObj(
                  i ->
                      Task.of(Work.TYPE, new byte[200])
                          .withId(new TaskId(QUEUE, "task-" + i))
                          .at(at))
              .toList());
    }
  }

  private static int readAll(Inspector inspector) {
    var read = 0;
    Optional<String> next = Optional.empty();
    do {
      var page = inspector.page(QUEUE, TaskState.SCHEDULED, next, 500);
      read += page.tasks().size();
      next = page.next();
    } while (next.isPresent());
    return read;
  }

  private static <T> T measured(RedisServer server, String what, Supplier<T> operation) {
    server.ask("LATENCY", "RESET");
    server.ask("CONFIG", "RESETSTAT");
    server.ask("SLOWLOG", "RESET");
    var begin = System.nanoTime();
    var result = operation.get();
    System.out.printf(
        "%s: %.1f s; scripts: %s; longer than 5 ms: %s%n",
        what,
        (System.nanoTime() - begin) / 1e9,
        server
            .ask("INFO", "commandstats")
            .lines()
            .filter(line -> line.startsWith("cmdstat_evalsha:"))
            .findFirst()
            .orElse("none"),
        server.ask("SLOWLOG", "LEN"));
    // what holds up simple commands too is the machine's own doing
    System.out.println(
        "  event, when, latest ms, longest ms: "
            + server.ask("LATENCY", "LATEST").replace('\n', ' '));
    return result;
  }
}
