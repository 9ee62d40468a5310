package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFunctionsTest {
  @TempDir Path directory;
  private Path root;
  private StagedFunctions functions;

  @BeforeEach
  void aRepositoryWithOneFunction() throws IOException {
    root = directory.resolve("root");
    write(
        "local-stack.yml",
        """
        services:
          brew:
            image: stayflow/brew:${TAG:-dev}
            x-local: {module: functions/brew, main: dev.stayflow.brew.BrewApplication}
          kettle:
            image: stayflow/kettle:${TAG:-dev}
            x-local: {module: eventing/kettle, main: dev.stayflow.Kettle}
        """);
    functions = new StagedFunctions(root, directory.resolve("staged"));
  }

  @Test
  void whatIsNoFunctionIsLeftOut() {
    assertThat(functions.names()).containsExactly("brew");
    assertThat(functions.main("brew")).isEqualTo("dev.stayflow.brew.BrewApplication");
  }

  @Test
  void itStartsFromItsFolderWithTheFlagsOfItsImage() throws IOException {
    write("functions/brew/target/brew-1.0.0-SNAPSHOT.jar", "brew");
    var tea = tea();
    write("functions/brew/target/classpath", tea.toString());

    var command = functions.stage("brew", Path.of("java"));

    var app = functions.folder("brew").resolve("app");
    assertThat(command.arguments())
        .contains("-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50")
        .endsWith(
            "-cp",
            "%s/process/brew-1.0.0-SNAPSHOT.jar:%s/lib/extra/extra.jar".formatted(app, app),
            "dev.stayflow.brew.BrewApplication");
    assertThat(TestJars.read(app.resolve("lib/extra/extra.jar"))).containsEntry("tea.txt", "tea");
  }

  @Test
  void whatWasBuiltAnewIsStagedAnew() throws IOException {
    var own = "functions/brew/target/brew-1.0.0-SNAPSHOT.jar";
    write(own, "green");
    write("functions/brew/target/classpath", tea().toString());
    functions.stage("brew", Path.of("java"));
    write(own, "black");

    functions.stage("brew", Path.of("java"));

    assertThat(functions.folder("brew").resolve("app/process/brew-1.0.0-SNAPSHOT.jar"))
        .content()
        .isEqualTo("black");
  }

  @Test
  void whatIsNotBuilt() {
    assertThatThrownBy(() -> functions.stage("brew", Path.of("java")))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("make build");
  }

  @Test
  void aFunctionThatIsNotThere() {
    assertThatThrownBy(() -> functions.main("kettle"))
        .isInstanceOf(ImagesFailure.class)
        .hasMessage("There is no function \"kettle\"; there are brew.");
  }

  private Path tea() throws IOException {
    return TestJars.write(
        root.resolve("repository/org/example/tea/1.0/tea-1.0.jar"), Map.of("tea.txt", "tea"));
  }

  private Path write(String path, String content) throws IOException {
    var file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
