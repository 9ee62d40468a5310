package dev.stayflow.images.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trains a real function, close-order, with a PostgreSQL of its own. */
class TrainingTest {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String MAIN = "dev.stayflow.closeorder.CloseOrderApplication";

  private static final String SETTINGS = "dev/stayflow/runtime/Settings.class";

  @TempDir static Path directory;
  private static JavaCommand command;
  private final Training training = new Training();

  @BeforeAll
  static void jarsOnly() throws IOException {
    var jars = new ArrayList<String>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var path = Path.of(entry);
      if (Files.isDirectory(path) || isOfTheRuntime(path)) {
        var jar = directory.resolve("classes-" + jars.size() + ".jar");
        write(jar, content(path));
        jars.add(jar.toString());
      } else if (Files.isRegularFile(path)) {
        jars.add(entry);
      }
    }
    command =
        new JavaCommand(
            JAVA, List.of("-XX:+UseSerialGC", "-cp", String.join(File.pathSeparator, jars), MAIN));
  }

  @AfterEach
  void stop() {
    training.close();
  }

  @Test
  void aJarThatWasBuiltAgainIsNotServedFromTheOldCache() throws IOException {
    var cache =
        training.train("close-order", command, directory.resolve("close-order.aot")).cache();
    assertThat(cache.fits(command)).isTrue();
    assertThat(outputWithoutSettings(cache.commandLine(command))).contains("URL: not set");

    buildAgain("not set", "missing");

    // A JVM alone does not see it: the jar has its old size, and its old time.
    assertThat(outputWithoutSettings(cache.commandLine(command))).contains("URL: not set");
    assertThat(cache.fits(command)).isFalse();
    assertThat(outputWithoutSettings(command.commandLine())).contains("URL: missing");
  }

  @Test
  @Tag("long")
  void aWrongAnswerFails() {
    var file = directory.resolve("wrong-answer.aot");

    assertThatThrownBy(() -> training.train("wrong-answer", command, file))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("Training wrong-answer failed")
        .hasMessageContaining("the request of line 9 was answered with 400, not with 202");
    assertThat(file).doesNotExist();
  }

  @Test
  void aProcessThatDoesNotStartFailsWithWhatItSaid() {
    var file = directory.resolve("missing-settings.aot");

    assertThatThrownBy(() -> training.train("missing-settings", command, file))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("it ended with exit code 1")
        .hasMessageContaining("DATABASE_URL: ");
    assertThat(file).doesNotExist();
  }

  @Test
  void withoutTrainingNothingFits() {
    assertThat(new TrainedCache(directory.resolve("none.aot")).fits(command)).isFalse();
  }

  @Test
  void aFolderOnTheClassPathIsRefused() {
    var folder = new JavaCommand(JAVA, List.of("-cp", directory.toString(), MAIN));

    assertThatThrownBy(() -> training.train("close-order", folder, directory.resolve("no.aot")))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining(directory + ", which is no file");
  }

  private static String outputWithoutSettings(List<String> commandLine) throws IOException {
    var builder = new ProcessBuilder(commandLine).redirectErrorStream(true);
    builder.environment().clear();
    var process = builder.start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Builds the jar of the class that reads settings with another text of the same length. */
  private static void buildAgain(String old, String other) throws IOException {
    for (var jar : command.jars()) {
      if (jar.startsWith(directory) && isOfTheRuntime(jar)) {
        var classes = content(jar);
        var settings = new String(classes.get(SETTINGS), StandardCharsets.ISO_8859_1);
        assertThat(settings).contains(old);
        var edited = settings.replace(old, other).getBytes(StandardCharsets.ISO_8859_1);
        classes.put(SETTINGS, edited);
        var time = Files.getLastModifiedTime(jar);
        write(jar, classes);
        Files.setLastModifiedTime(jar, time);
      }
    }
  }

  private static boolean isOfTheRuntime(Path jarOrFolder) throws IOException {
    return content(jarOrFolder).containsKey(SETTINGS);
  }

  private static SortedMap<String, byte[]> content(Path jarOrFolder) throws IOException {
    if (Files.isDirectory(jarOrFolder)) {
      return filesIn(jarOrFolder);
    }
    try (var jar = FileSystems.newFileSystem(jarOrFolder)) {
      return filesIn(jar.getPath("/"));
    }
  }

  private static SortedMap<String, byte[]> filesIn(Path folder) throws IOException {
    var files = new TreeMap<String, byte[]>();
    try (var paths = Files.walk(folder)) {
      for (var file : paths.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  /** Without compression, so that the jar's size is that of its content. */
  private static void write(Path jar, SortedMap<String, byte[]> content) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.setMethod(ZipOutputStream.STORED);
      for (var file : content.entrySet()) {
        var entry = new JarEntry(file.getKey());
        var checksum = new CRC32();
        checksum.update(file.getValue());
        entry.setCrc(checksum.getValue());
        entry.setSize(file.getValue().length);
        out.putNextEntry(entry);
        out.write(file.getValue());
        out.closeEntry();
      }
    }
  }
}
