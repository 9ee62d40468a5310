package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LinkedRuntimeTest {
  @Test
  void itIsLinkedByTheOptionsOfTheDockerfile() throws IOException {
    var options = LinkedRuntime.options(Files.readString(Path.of("Dockerfile")));

    assertThat(options).startsWith("--add-modules").contains("--generate-cds-archive", "zip-6");
    assertThat(options.get(1)).contains("java.base,", ",jdk.httpserver,");
    assertThat(options).noneMatch(word -> word.contains("/") || word.contains("\\"));
  }

  @Test
  void aDockerfileThatLinksNothing() {
    assertThatThrownBy(() -> LinkedRuntime.options("FROM scratch"))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("jlink");
  }
}
