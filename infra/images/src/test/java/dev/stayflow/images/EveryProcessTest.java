package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** local-stack.yml, the modules and the scripts of trainings name the same processes. */
class EveryProcessTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern OURS = Pattern.compile("image: stayflow/([a-z-]+):\\$\\{TAG:-dev}");
  private final List<Image> images = Image.of(ROOT.resolve("local-stack.yml"));

  @Test
  void everyImageOfTheStackIsBuiltAndNoOther() throws IOException {
    var named =
        OURS.matcher(Files.readString(ROOT.resolve("local-stack.yml")))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(images.stream().map(Image::name)).containsExactlyInAnyOrderElementsOf(named);
    assertThat(named).hasSizeGreaterThan(15);
  }

  @Test
  void everyFunctionHasAnImage() throws IOException {
    try (var folders = Files.list(ROOT.resolve("functions"))) {
      var functions =
          folders
              .filter(folder -> Files.exists(folder.resolve("func.yaml")))
              .map(folder -> folder.getFileName().toString())
              .toList();

      assertThat(images.stream().filter(Image::isFunction).map(Image::name))
          .containsExactlyInAnyOrderElementsOf(functions);
    }
  }

  @Test
  void imagesAreCalledLikeTheirArtifacts() {
    assertThat(images)
        .allSatisfy(
            image ->
                assertThat(ROOT.resolve(image.module()).resolve("pom.xml"))
                    .content()
                    .contains("<artifactId>" + image.name() + "</artifactId>"));
  }

  @Test
  void onlyTheImageOfSeveralProcessesLeavesItsMainClassOpen() {
    assertThat(images.stream().filter(image -> image.main().isEmpty()).map(Image::name))
        .containsExactly("local-stack");
  }

  @Test
  void whatIsTrainedHasAScriptAndEveryScriptATrainee() throws IOException {
    try (Stream<Path> resources =
        Files.list(Path.of("src/main/resources/dev/stayflow/images/training"))) {
      var scripts =
          resources
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".training"))
              .map(name -> name.replace(".training", ""))
              .toList();

      assertThat(scripts)
          .containsExactlyInAnyOrderElementsOf(
              images.stream().filter(Images::isTrained).map(Image::name).toList());
    }
  }

  @Test
  void theDefaultsOfMakeAreThoseOfTheDockerfile() {
    var settings = Settings.of(java.util.Map.of());

    assertThat(Path.of("Dockerfile"))
        .content()
        .contains("ARG JDK_IMAGE=" + settings.jdkImage() + "\n")
        .contains("ARG BASE_IMAGE=" + settings.baseImage() + "\n");
  }
}
