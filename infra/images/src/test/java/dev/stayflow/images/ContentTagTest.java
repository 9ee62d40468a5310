package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTagTest {
  private static final Image IMAGE =
      new Image("create-order", "functions/create-order", Optional.of("dev.stayflow.Main"));
  private static final List<String> IMAGES = List.of("jdk:25", "base:1");

  @TempDir Path directory;
  private Path own;
  private Path library;
  private Path dockerfile;

  @BeforeEach
  void writeFiles() throws IOException {
    own = write("modules/target/create-order-1.0.0-SNAPSHOT.jar", "own");
    library = tea("tea");
    dockerfile = write("Dockerfile", "FROM base");
  }

  @Test
  void sameContentHasTheSameTagElsewhereAndLater() throws IOException {
    var tag = tag("one", IMAGES);
    Files.setLastModifiedTime(own, java.nio.file.attribute.FileTime.fromMillis(0));

    assertThat(tag("another/folder", IMAGES)).isEqualTo(tag).matches("[0-9a-f]{12}");
  }

  @Test
  void anotherJarHasAnotherTag() throws IOException {
    var tag = tag("one", IMAGES);
    write("modules/target/create-order-1.0.0-SNAPSHOT.jar", "OWN");

    assertThat(tag("two", IMAGES)).isNotEqualTo(tag);
  }

  @Test
  void anotherLibraryOfTheSameSizeHasAnotherTag() throws IOException {
    var tag = tag("one", IMAGES);
    tea("pea");

    assertThat(tag("two", IMAGES)).isNotEqualTo(tag);
  }

  @Test
  void anotherDockerfileHasAnotherTag() throws IOException {
    var tag = tag("one", IMAGES);
    write("Dockerfile", "FROM BASE");

    assertThat(tag("two", IMAGES)).isNotEqualTo(tag);
  }

  @Test
  void anotherBaseImageHasAnotherTag() throws IOException {
    assertThat(tag("one", List.of("jdk:25", "base:2"))).isNotEqualTo(tag("two", IMAGES));
  }

  @Test
  void aBaseImageWhoseNameMeansAnotherNowHasAnotherTag() throws IOException {
    var settings = Settings.of(Map.of());
    var old = new BaseImage("linux/amd64", "sha256:01");
    var moved = new BaseImage("linux/amd64", "sha256:02");
    var elsewhere = new BaseImage("linux/arm64", "sha256:01");
    tag("one", IMAGES);

    assertThat(
            Stream.of(
                    Images.decisive(settings, old, old),
                    Images.decisive(settings, old, moved),
                    Images.decisive(settings, moved, old),
                    Images.decisive(settings, elsewhere, elsewhere))
                .map(
                    decisive ->
                        new ContentTag().of(directory.resolve("one"), dockerfile, decisive)))
        .doesNotHaveDuplicates();
  }

  private String tag(String folder, List<String> images) throws IOException {
    var context = directory.resolve(folder);
    var staging = new Staging(directory.resolve(folder + "-jars"), Set.of(library));
    staging.stage(IMAGE, new Jars(own, List.of(library)), List.of(), images, context);
    return new ContentTag().of(context, dockerfile, images);
  }

  private Path tea(String kind) throws IOException {
    return TestJars.write(
        directory.resolve("repository/org/example/tea/2.0/tea-2.0.jar"), Map.of("kind", kind));
  }

  private Path write(String path, String content) throws IOException {
    var file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }
}
