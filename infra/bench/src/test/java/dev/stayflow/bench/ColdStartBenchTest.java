package dev.stayflow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColdStartBenchTest {
  @TempDir Path directory;
  private final StringWriter errors = new StringWriter();

  @Test
  @Tag("long")
  void aRunStartsAFunctionAndItsStockJarAndPrintsEveryPromisedLine() throws IOException {
    assertThat(run("--runs", "1", "--only", "order-detail")).as(errors::toString).isZero();

    var lines = Files.readAllLines(file());
    var figures = lines.stream().filter(line -> !line.startsWith("#")).map(line -> line.split(" "));
    var promised =
        Stream.concat(
            Stream.of("", "one_core.")
                .flatMap(
                    cores ->
                        Stream.of(
                                "ms ms",
                                "stock_ms ms",
                                "ratio x",
                                "cpu_s s",
                                "stock_cpu_s s",
                                "rss_mb MB",
                                "stock_rss_mb MB")
                            .map(line -> cores + line)),
            Stream.of("image_mb MB", "stock_image_mb MB"));
    assertThat(figures)
        .allSatisfy(words -> assertThat(Double.parseDouble(words[1])).isPositive())
        .extracting(words -> words[0] + " " + words[2])
        .containsExactlyElementsOf(promised.map(line -> "coldstart.order-detail." + line).toList());
    assertThat(lines).filteredOn(line -> line.contains("goal ")).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "--only, nonsense,  1, 'There is no function \"nonsense\"; there are create-order, '",
    "--only, dispatcher, 1, 'There is no function \"dispatcher\"'",
    "--runs, 0,         1, 'RUNS is at least 1, not 0'",
    "--runs, many,      2, Invalid value",
    "--root, nowhere,   1, Cannot read nowhere",
  })
  void nonsenseIsRefusedWithAWordOnWhatIsRight(
      String option, String value, int exitCode, String told) {
    assertThat(run(option, value)).isEqualTo(exitCode);

    assertThat(errors.toString()).contains(told).doesNotContain("\tat ");
    assertThat(file()).doesNotExist();
  }

  private int run(String... arguments) {
    var all = Stream.of(List.of("coldstart"), root(arguments), List.of("--out", file().toString()));
    return Bench.commands()
        .setErr(new PrintWriter(errors, true))
        .execute(
            Stream.concat(all.flatMap(List::stream), Stream.of(arguments)).toArray(String[]::new));
  }

  /** Tests run in the module's folder. */
  private static List<String> root(String... arguments) {
    return List.of(arguments).contains("--root") ? List.of() : List.of("--root", "../..");
  }

  private Path file() {
    return directory.resolve("bench.txt");
  }
}
