package dev.stayflow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.local.servers.Ports;
import dev.stayflow.local.servers.RedisServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("long")
class BenchTest {
  private static final RedisServer SERVER = RedisServer.startTemporary();
  private static final List<String> IN_EACH_RUN =
      List.of(
          "engine.enqueue_single tasks/s",
          "engine.enqueue_coalesced tasks/s",
          "engine.enqueue_bulk tasks/s",
          "engine.process tasks/s",
          "engine.process_cpu_us us/task",
          "engine.redis_cpu_us us/task",
          "engine.process_10 tasks/s",
          "engine.end_to_end tasks/s",
          "engine.lateness_p50 ms",
          "engine.lateness_p99 ms",
          "engine.lateness_max ms",
          "engine.early tasks",
          "redis.ping_pipelined ops/s");
  private static final List<String> IN_MEMORY_ONLY =
      List.of("engine.recovery s", "engine.redis_bytes_per_task bytes");

  @TempDir Path directory;
  private final StringWriter errors = new StringWriter();

  @AfterEach
  void forget() {
    try (var socket = RedisSocket.connect(SERVER.port())) {
      socket.command("FLUSHALL");
    }
  }

  @Test
  void aRunPrintsEveryPromisedLineInMemoryAndWithAnAppendOnlyFile() throws IOException {
    assertThat(run("engine", "--scale", "0.001")).as(errors::toString).isZero();

    var appendOnly = IN_EACH_RUN.stream().map(line -> line.replaceFirst("\\.", ".aof."));
    var promised = Stream.of(IN_EACH_RUN.stream(), IN_MEMORY_ONLY.stream(), appendOnly);
    assertThat(figures())
        .extracting(words -> words[0] + " " + words[2])
        .containsExactlyInAnyOrderElementsOf(promised.flatMap(lines -> lines).toList());
    assertThat(figures()).allSatisfy(words -> assertThat(Double.parseDouble(words[1])).isFinite());
    assertThat(figures())
        .filteredOn(words -> words[0].endsWith("early"))
        .allSatisfy(words -> assertThat(words[1]).isEqualTo("0"));
  }

  @Test
  void aChosenBenchmarkRunsOnAGivenRedisAndLeavesItEmpty() throws IOException {
    assertThat(runOnGiven("--only", "enqueue_bulk")).as(errors::toString).isZero();

    assertThat(figures())
        .extracting(words -> words[0])
        .containsExactly("engine.enqueue_bulk", "redis.ping_pipelined");
    assertThat(command("DBSIZE")).isEqualTo("0");
  }

  @Test
  void aRedisThatHoldsDataIsRefusedAndNothingInItChanges() {
    command("SET", "tasks:mine", "precious");

    assertThat(runOnGiven("--only", "enqueue_bulk")).isEqualTo(1);

    assertThat(errors.toString()).contains("holds data", "FLUSH=yes");
    assertThat(command("GET", "tasks:mine")).isEqualTo("precious");
  }

  @Test
  void aRedisThatHoldsDataIsEmptiedWhenTheUserSaysSo() {
    command("SET", "old", "junk");

    assertThat(runOnGiven("--only", "enqueue_bulk", "--flush", "yes")).isZero();

    assertThat(command("DBSIZE")).isEqualTo("0");
  }

  @Test
  void aPortWithoutRedisIsToldInOneLine() {
    var port = Integer.toString(Ports.free());

    assertThat(run("engine", "--port", port)).isEqualTo(1);

    assertThat(errors.toString()).contains("No Redis answers on port " + port).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--only,    nonsense, 1, 'no benchmark nonsense; there are enqueue_single, '",
    "--scale,   0,        1, SCALE is above 0 and at most 1",
    "--scale,   7,        1, SCALE is above 0 and at most 1",
    "--scale,   much,     2, Invalid value",
    "--port,    0,        1, PORT is 1 to 65535",
    "--port,    redis,    2, Invalid value",
    "--flush,   yes,      1, FLUSH=yes needs a PORT",
    "--flush,   perhaps,  1, FLUSH is yes or no",
    "--unknown, x,        2, Unknown option",
  })
  void nonsenseIsRefusedWithAWordOnWhatIsRight(
      String option, String value, int exitCode, String told) {
    assertThat(run("engine", option, value)).isEqualTo(exitCode);

    assertThat(errors.toString()).contains(told).doesNotContain("\tat ");
  }

  @Test
  void aRunOverHttpPrintsEveryPromisedLineAndNothingComesEarly() throws IOException {
    var dispatcher = System.getProperty("java.class.path");
    assertThat(run("dispatcher", "--scale", "0.002", "--classpath", dispatcher))
        .as(errors::toString)
        .isZero();

    assertThat(figures())
        .extracting(words -> words[0] + " " + words[2])
        .containsExactly(
            "sink.posts events/s",
            "dispatcher.stored_single events/s",
            "dispatcher.stored_batch events/s",
            "dispatcher.delivered events/s",
            "dispatcher.stored_and_delivered events/s",
            "dispatcher.lateness_p50 ms",
            "dispatcher.lateness_p99 ms",
            "dispatcher.lateness_max ms",
            "dispatcher.early events");
    assertThat(figures().getLast()[1]).isEqualTo("0");
  }

  @Test
  void aDispatcherThatDoesNotStartIsToldWithItsLog() {
    assertThat(run("dispatcher", "--classpath", "nowhere")).isEqualTo(1);

    assertThat(errors.toString()).contains("does not become ready", "dispatcher.log");
  }

  @Test
  void peersWithoutTheirSourcesAreToldBeforeAnythingIsMeasured() {
    assertThat(run("peers", "--sources", directory.resolve("nowhere").toString())).isEqualTo(1);

    assertThat(errors.toString())
        .contains("There is no directory", "nowhere")
        .doesNotContain("\tat ");
  }

  private int runOnGiven(String... options) {
    var port = Integer.toString(SERVER.port());
    var all =
        Stream.concat(Stream.of("engine", "--scale", "0.001", "--port", port), Stream.of(options));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    var all = Stream.concat(Stream.of(arguments), Stream.of("--out", file().toString()));
    return Bench.commands()
        .setErr(new PrintWriter(errors, true))
        .execute(all.toArray(String[]::new));
  }

  private Path file() {
    return directory.resolve("bench.txt");
  }

  /** The lines' words: name, value, unit. */
  private List<String[]> figures() throws IOException {
    return Files.readAllLines(file()).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", -1))
        .toList();
  }

  private static String command(String... words) {
    try (var socket = RedisSocket.connect(SERVER.port())) {
      return String.valueOf(socket.command(words));
    }
  }
}
