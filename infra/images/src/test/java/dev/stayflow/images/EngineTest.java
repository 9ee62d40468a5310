package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read when an engine does not do what it should; a script plays the engine. */
class EngineTest {
  private static final Optional<String> ARM = Optional.of("linux/arm64");
  private static final String HAS_ARM =
      "case $1 in images) ;; image) echo 'linux/arm64 sha256:01 base@sha256:07';; ";

  @TempDir Path directory;

  @Test
  void anEngineThatIsNotThere() {
    assertThatThrownBy(() -> engine("no-such-engine"))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("no-such-engine: not found")
        .hasMessageContaining("CONTAINER_ENGINE=");
  }

  @Test
  void anEngineWhoseServerDoesNotRun() throws IOException {
    var program = program("echo 'Cannot connect to the daemon' >&2; exit 1");

    assertThatThrownBy(() -> engine(program))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("Cannot connect to the daemon");
  }

  @Test
  void aBaseImageThatCannotBePulled() throws IOException {
    var engine =
        engine(
            program(
                "case $1 in images) ;; *) echo 'no route to registry.example' >&2; exit 1;; esac"));

    assertThatThrownBy(() -> engine.need("BASE_IMAGE", "registry.example/base:1", ARM))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("registry.example/base:1 for linux/arm64 cannot be had")
        .hasMessageContaining("no route to registry.example")
        .hasMessageContaining("BASE_IMAGE=");
  }

  @Test
  void aBaseImageThatIsThereIsNotPulled() throws IOException {
    var engine = engine(program(HAS_ARM + "*) exit 1;; esac"));

    assertThat(engine.need("BASE_IMAGE", "base:1", ARM))
        .isEqualTo(engine.need("BASE_IMAGE", "base:1", Optional.empty()))
        .isEqualTo(new BaseImage("linux/arm64", "sha256:07"));
  }

  @Test
  void aBaseImageForAnotherPlatformIsPulled() throws IOException {
    var pulled = directory.resolve("pulled");
    var engine = engine(program(HAS_ARM + "*) echo \"$@\" > " + pulled + ";; esac"));

    var base = engine.need("BASE_IMAGE", "base:1", Optional.of("linux/amd64"));

    assertThat(pulled).content().isEqualTo("pull --platform linux/amd64 base:1\n");
    assertThat(base.platform()).isEqualTo("linux/amd64");
  }

  @Test
  void aBuildThatFails() throws IOException {
    var engine =
        engine(program("case $1 in build) echo 'Training create-order failed'; exit 1;; esac"));
    var log = directory.resolve("build.log");

    assertThatThrownBy(
            () ->
                engine.build(
                    "linux/amd64", directory, directory, List.of(), "stayflow/create-order:1", log))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("stayflow/create-order:1")
        .hasMessageContaining("Training create-order failed")
        .hasMessageContaining(log.toString());
  }

  @Test
  void aBuildGetsItsArguments() throws IOException {
    var log = directory.resolve("build.log");
    engine(program("echo \"$@\""))
        .build(
            "linux/arm64",
            Path.of("Dockerfile"),
            Path.of("context"),
            List.of("NAME=tea"),
            "tea:1",
            log);

    assertThat(log)
        .content()
        .isEqualToIgnoringNewLines(
            "build --platform linux/arm64 --build-arg NAME=tea -f Dockerfile -t tea:1 context");
  }

  private static Engine engine(String program) {
    return Engine.find(Settings.of(Map.of("CONTAINER_ENGINE", program)));
  }

  private String program(String script) throws IOException {
    var file = Files.writeString(directory.resolve("engine"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file.toString();
  }
}
