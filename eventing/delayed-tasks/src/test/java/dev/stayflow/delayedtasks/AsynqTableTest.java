package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README's table for those who know asynq names, in each row, a test that exists. */
class AsynqTableTest {
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+Test)\\.(\\w+)` \\|$");

  @Test
  void eachRowNamesATest() throws Exception {
    var rows = rows();
    assertThat(rows).hasSizeGreaterThan(40);
    for (var row : rows) {
      var named = ROW.matcher(row);
      assertThat(named.find()).as("names a test: %s", row).isTrue();
      var tests = Class.forName(AsynqTableTest.class.getPackageName() + "." + named.group(1));
      assertThat(Arrays.stream(tests.getDeclaredMethods()).map(method -> method.getName()))
          .as(row)
          .contains(named.group(2));
    }
  }

  private static List<String> rows() throws IOException {
    var readme = Files.readString(Path.of("README.md"));
    var section = readme.substring(readme.indexOf("## For those who know asynq"));
    return section
        .substring(0, section.indexOf("\n## ", 1))
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| asynq |"))
        .toList();
  }
}
