package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinedJarTest {
  @TempDir Path directory;

  @Test
  void filesOfAllJarsAreThere() throws IOException {
    assertThat(join(Map.of("tea/Cup.class", "cup"), Map.of("pot/Pot.class", "pot")))
        .containsEntry("tea/Cup.class", "cup")
        .containsEntry("pot/Pot.class", "pot");
  }

  @Test
  void servicesAreFoundOfEveryJar() throws IOException {
    assertThat(
            join(
                Map.of("META-INF/services/java.sql.Driver", "one.Driver"),
                Map.of("META-INF/services/java.sql.Driver", "other.Driver # best\n")))
        .containsEntry("META-INF/services/java.sql.Driver", "one.Driver\nother.Driver # best\n");
  }

  @Test
  void factoriesOfOneKindAreListedTogether() throws IOException {
    assertThat(
            join(
                Map.of("META-INF/spring.factories", "kind=one.A,\\\n  one.B\nalone=one.C"),
                Map.of("META-INF/spring.factories", "# more\nkind=other.D")))
        .containsEntry("META-INF/spring.factories", "alone=one.C\nkind=one.A,one.B,other.D\n");
  }

  @Test
  void licencesOfEachJarAreKept() throws IOException {
    assertThat(
            join(
                Map.of("META-INF/LICENSE", "do what you like"),
                Map.of("META-INF/LICENSE", "ask first")))
        .containsEntry("META-INF/about/jar-0.jar/LICENSE", "do what you like")
        .containsEntry("META-INF/about/jar-1.jar/LICENSE", "ask first");
  }

  @Test
  void signaturesAndModulesOfPartsDoNotSpeakForTheWhole() throws IOException {
    assertThat(
            join(
                Map.of("META-INF/MANIFEST.MF", "Name: x", "META-INF/KEY.SF", "signed"),
                Map.of("module-info.class", "m", "META-INF/versions/9/module-info.class", "m")))
        .containsOnlyKeys("META-INF/MANIFEST.MF");
  }

  @Test
  void classesForLaterReleasesAreUsed() throws IOException {
    join(
        Map.of("tea/Cup.class", "old", "META-INF/versions/17/tea/Cup.class", "new"),
        Map.of("pot/Pot.class", "pot"));

    try (var jar = new JarFile(target().toFile(), false, JarFile.OPEN_READ, Runtime.version())) {
      assertThat(jar.getJarEntry("tea/Cup.class").getRealName())
          .isEqualTo("META-INF/versions/17/tea/Cup.class");
    }
  }

  @Test
  void theSameFileTwiceIsNoMatter() throws IOException {
    assertThat(join(Map.of("tea.txt", "green"), Map.of("tea.txt", "green")))
        .containsEntry("tea.txt", "green");
  }

  @Test
  void differentFilesOfOneNameAreRefused() {
    assertThatThrownBy(() -> join(Map.of("tea.txt", "green"), Map.of("tea.txt", "black")))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContainingAll("jar-1.jar", "tea.txt");
  }

  @Test
  void theSameJarsBecomeTheSameBytes() throws IOException {
    var jars =
        List.of(
            TestJars.write(directory.resolve("a.jar"), Map.of("b", "1", "a", "2", "c", "3")),
            TestJars.write(directory.resolve("b.jar"), Map.of("d", "4")));
    JoinedJar.write(jars, directory.resolve("one.jar"));
    JoinedJar.write(jars, directory.resolve("two.jar"));

    assertThat(directory.resolve("one.jar")).hasSameBinaryContentAs(directory.resolve("two.jar"));
  }

  private Path target() {
    return directory.resolve("joined.jar");
  }

  private Map<String, String> join(Map<String, String> one, Map<String, String> other)
      throws IOException {
    JoinedJar.write(
        List.of(
            TestJars.write(directory.resolve("jar-0.jar"), one),
            TestJars.write(directory.resolve("jar-1.jar"), other)),
        target());
    return TestJars.read(target());
  }
}
