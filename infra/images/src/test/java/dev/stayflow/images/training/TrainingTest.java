package dev.stayflow.images.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains a real function, close-order, with a PostgreSQL of its own. */
class TrainingTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String MAIN = "dev.stayflow.closeorder.CloseOrderApplication";

  @TempDir static Path directory;
  private static JavaCommand command;

  @BeforeAll
  static void jarsOnly() throws IOException {
    var jars = new ArrayList<String>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      jars.add(Files.isDirectory(Path.of(entry)) ? jar(Path.of(entry), jars.size()) : entry);
    }
    jars.removeIf(jar -> !Files.isRegularFile(Path.of(jar)));
    command =
        new JavaCommand(
            JAVA, List.of("-XX:+UseSerialGC", "-cp", String.join(File.pathSeparator, jars), MAIN));
  }

  @Test
  void theCacheWorksAndFitsUntilAJarChanges() throws IOException {
    var file = directory.resolve("close-order.aot");

    var result = Training.train("close-order", command, file);

    assertThat(result.cache().fits(command)).isTrue();
    var ours = command.jars().stream().filter(jar -> jar.startsWith(directory)).findFirst();
    Files.write(ours.orElseThrow(), new byte[] {0}, StandardOpenOption.APPEND);
    assertThat(result.cache().fits(command)).isFalse();
  }

  @Test
  @Tag("long")
  void aWrongAnswerFails() {
    var file = directory.resolve("wrong-answer.aot");

    assertThatThrownBy(() -> Training.train("wrong-answer", command, file))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("Training wrong-answer failed")
        .hasMessageContaining("the request of line 9 was answered with 400, not with 202");
    assertThat(file).doesNotExist();
  }

  @Test
  void aProcessThatDoesNotStartFailsWithWhatItSaid() {
    var file = directory.resolve("missing-settings.aot");

    assertThatThrownBy(() -> Training.train("missing-settings", command, file))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("it ended with exit code 1")
        .hasMessageContaining("DATABASE_URL: not set");
    assertThat(file).doesNotExist();
  }

  @Test
  void withoutTrainingNothingFits() {
    assertThat(new TrainedCache(directory.resolve("none.aot")).fits(command)).isFalse();
  }

  @Test
  void aFolderOnTheClassPathIsRefused() {
    var folder = new JavaCommand(JAVA, List.of("-cp", directory.toString(), MAIN));

    assertThatThrownBy(() -> Training.train("close-order", folder, directory.resolve("no.aot")))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining(directory + ", which is no file");
  }

  private static String jar(Path classes, int number) throws IOException {
    var jar = directory.resolve("classes-" + number + ".jar");
    try (OutputStream out = Files.newOutputStream(jar);
        var entries = new JarOutputStream(out);
        var files = Files.walk(classes)) {
      for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
    return jar.toString();
  }
}
