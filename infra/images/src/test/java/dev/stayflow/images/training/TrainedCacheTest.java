package dev.stayflow.images.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files laid out as in an image, and a cache that was trained with them. */
class TrainedCacheTest {
  @TempDir Path directory;
  private Path java;
  private Path jar;
  private Path arguments;
  private JavaCommand command;
  private TrainedCache cache;

  @BeforeEach
  void train() throws IOException {
    write("runtime/release", "JAVA_VERSION=25");
    java = write("runtime/bin/java", "");
    jar = write("process/tea.jar", "tea");
    arguments = write("process/java.args", "-XX:+UseSerialGC\n-cp\n" + jar + "\ndev.Tea\n");
    command = JavaCommand.of(java, arguments);
    cache = new TrainedCache(write("process/tea.aot", "classes"));
    cache.stamp(TrainedCache.hash(command, new FileHashes()));
  }

  @Test
  void itFitsTheArgumentsThatShip() throws IOException {
    Train.use(cache, command, arguments);

    assertThat(arguments)
        .content()
        .isEqualTo(
            "-XX:AOTCache=%s\n-XX:+UseSerialGC\n-cp\n%s\ndev.Tea\n".formatted(cache.file(), jar));
    assertThat(cache.fits(JavaCommand.of(java, arguments))).isTrue();
  }

  @Test
  void aJarThatChangedBeforeItShips() throws IOException {
    write("process/tea.jar", "pea");

    assertThatThrownBy(() -> Train.use(cache, command, arguments))
        .isInstanceOf(TrainingFailure.class)
        .hasMessageContaining("tea.aot does not fit");
  }

  @Test
  void anyOtherArgumentMatters() {
    var other = List.of("-XX:+UseG1GC", "-cp", jar.toString(), "dev.Tea");

    assertThat(cache.fits(new JavaCommand(java, other))).isFalse();
  }

  private Path write(String path, String content) throws IOException {
    var file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
