package dev.stayflow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("long")
class OrdersCommandTest {
  private static final List<String> OF_A_CALL =
      List.of(
          "per_s requests/s",
          "p50_ms ms",
          "p99_ms ms",
          "cpu_us us/request",
          "sql_per_s requests/s",
          "ratio of_sql_alone");
  private static final List<String> OF_RECONCILING =
      List.of("overdue orders", "s s", "per_s orders/s", "runs runs");
  private static final List<String> CALLS =
      List.of("order-detail", "list-orders", "list-orders-deep", "payment-update", "create-order");

  @TempDir Path directory;
  private final StringWriter errors = new StringWriter();

  @Test
  void aRunPrintsEveryPromisedLineForFewOrdersAndForMany() throws IOException {
    assertThat(run("--orders", "2000", "--scale", "0.005", "--profile", "yes", "--root", "../.."))
        .as(errors::toString)
        .isZero();

    assertThat(figures())
        .extracting(words -> words[0] + " " + words[2])
        .containsExactlyInAnyOrderElementsOf(promised());
    assertThat(figures())
        .allSatisfy(words -> assertThat(Double.parseDouble(words[1])).isFinite().isNotNegative());
    assertThat(figures())
        .filteredOn(words -> words[0].endsWith("overdue"))
        .extracting(words -> words[1])
        .containsExactly("100", "200");
    assertThat(Files.readString(file())).contains("samples of Java's processor time", "% ");
    assertThat(directory.resolve("log/create-order.jfr")).isNotEmptyFile();
  }

  @ParameterizedTest
  @CsvSource({
    "--orders,  10,       1, 'ORDERS is 1000 to 5000000, not 10'",
    "--orders,  many,     2, Invalid value",
    "--scale,   0,        1, SCALE is above 0 and at most 1",
    "--profile, perhaps,  1, 'PROFILE is yes or no, not perhaps'",
    "--only,    tea,      1, 'There is no call \"tea\"; there are order-detail, list-orders'",
    "--olny,    x,        2, Unknown option",
  })
  void nonsenseIsRefusedWithAWordOnWhatIsRight(
      String option, String value, int exitCode, String told) {
    assertThat(run(option, value)).isEqualTo(exitCode);

    assertThat(errors.toString()).contains(told).doesNotContain("\tat ");
  }

  @Test
  void functionsThatAreNotBuiltAreToldInOneLine() throws IOException {
    Files.copy(Path.of("../../local-stack.yml"), directory.resolve("local-stack.yml"));

    assertThat(run("--root", directory.toString())).isEqualTo(1);

    assertThat(errors.toString()).contains("is not built: make build").doesNotContain("\tat ");
  }

  private static List<String> promised() {
    var lines = new ArrayList<String>();
    for (var stage : List.of("orders.few.", "orders.")) {
      for (var call : CALLS) {
        OF_A_CALL.forEach(line -> lines.add(stage + call + "." + line));
        lines.add(stage + "order-detail.half_load_p99_ms ms");
      }
      OF_RECONCILING.forEach(line -> lines.add(stage + "reconcile-orders." + line));
    }
    Stream.concat(CALLS.stream(), Stream.of("reconcile-orders"))
        .forEach(call -> lines.add("orders." + call + ".growth times_slower"));
    return lines.stream().distinct().toList();
  }

  private int run(String... options) {
    var all =
        Stream.of(Stream.of("orders"), Stream.of(options), Stream.of("--out", file().toString()))
            .flatMap(part -> part)
            .toArray(String[]::new);
    return Bench.commands().setErr(new PrintWriter(errors, true)).execute(all);
  }

  private Path file() {
    return directory.resolve("bench-orders.txt");
  }

  /** The lines' words: name, value, unit. */
  private List<String[]> figures() throws IOException {
    return Files.readAllLines(file()).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" ", -1))
        .toList();
  }
}
