package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What makes the scripts safe on a Redis Cluster: each touches only keys that it declares. A script
 * has nothing but the table KEY to take a key from, and that holds what its header names.
 */
class ScriptsTest {
  private static final Pattern USED = Pattern.compile("\\bKEY\\.(\\w+)");

  /** Touches keys by a name that it is told, or all of them. */
  private static final Pattern BY_NAME = Pattern.compile("KEY\\[|KEYS");

  private static final Pattern CALL = Pattern.compile("redis\\.p?call\\(([^\\n]*)");
  private static final Pattern ON_A_PART =
      Pattern.compile("'[A-Z]+', ('USAGE', )?(KEY[.\\[]|KEYS\\[i\\]|unpack\\(KEYS\\)).*");
  private static final Pattern ON_NOTHING = Pattern.compile("'TIME'\\).*");

  /** permissions.lua tries words that it lists, on a key that no queue has. */
  private static final Pattern LISTED = Pattern.compile("unpack\\(call\\)\\).*");

  static Stream<String> scripts() throws IOException, URISyntaxException {
    var resource = Objects.requireNonNull(Script.class.getResource("exchange.lua"));
    var directory = Objects.requireNonNull(Path.of(resource.toURI()).getParent());
    try (var files = Files.walk(directory)) {
      return files
          .map(file -> directory.relativize(file).toString())
          .filter(name -> name.endsWith(".lua") && !name.contains("include"))
          .filter(name -> !name.equals("snapshot.lua"))
          .map(name -> name.substring(0, name.length() - ".lua".length()))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void eachScriptDeclaresTheKeysItTouchesAndNoOthers(String name) {
    var script = new Script(name);
    var used = new TreeSet<String>();
    USED.matcher(script.text()).results().forEach(use -> used.add(use.group(1)));
    assertThat(script.parts())
        .as("declared in the header")
        .doesNotHaveDuplicates()
        .containsAll(used);
    if (!BY_NAME.matcher(withoutTable(script)).find()) {
      assertThat(used).as("declared and used").containsAll(script.parts());
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void noScriptBuildsTheNameOfAKey(String name) {
    var body = withoutTable(new Script(name));
    assertThat(body).doesNotContain("tasks:");
    CALL.matcher(body).results().map(call -> call.group(1)).forEach(ScriptsTest::isOnAPart);
  }

  private static String withoutTable(Script script) {
    return script.text().substring(script.text().indexOf('\n'));
  }

  private static void isOnAPart(String arguments) {
    assertThat(List.of(ON_A_PART, ON_NOTHING, LISTED))
        .as("redis.call(%s", arguments)
        .anyMatch(form -> form.matcher(arguments).matches());
  }
}
