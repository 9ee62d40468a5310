package dev.stayflow.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  private static final Image DISPATCHER =
      new Image("dispatcher", "eventing/dispatcher", Optional.of("dev.stayflow.Dispatcher"));

  @TempDir Path directory;

  @Test
  void librariesOfAllFunctionsOwnOnesAndModulesLieApart() throws IOException {
    var own = jar("modules/target/pay-order-1.0.0-SNAPSHOT.jar");
    var module = jar("modules/target/order-domain-1.0.0-SNAPSHOT.jar");
    var shared = jar("repository/org/example/tea/2.0/tea-2.0.jar");
    var rare = jar("repository/org/example/sub/cup/1.1/cup-1.1-linux.jar");
    var trainer = jar("modules/target/training.jar");
    var image = new Image("pay-order", "functions/pay-order", Optional.of("dev.stayflow.Pay"));
    var context = directory.resolve("context");

    new Staging(directory.resolve("jars"), Set.of(shared))
        .stage(
            image,
            new Jars(own, List.of(module, shared, rare)),
            List.of(trainer),
            List.of("jdk:25", "base:1"),
            context);

    assertThat(files(context))
        .containsExactly(
            "app/lib/common/common.jar",
            "app/lib/extra/extra.jar",
            "app/lib/stayflow/stayflow.jar",
            "app/process/java.args",
            "app/process/pay-order-1.0.0-SNAPSHOT.jar",
            "app/process/sbom.cdx.json",
            "training/training.jar");
    assertThat(Files.readAllLines(context.resolve("app/process/java.args")))
        .endsWith(
            "-cp",
            "/app/process/pay-order-1.0.0-SNAPSHOT.jar:/app/lib/stayflow/stayflow.jar:/app/lib/common/common.jar:/app/lib/extra/extra.jar",
            "dev.stayflow.Pay");
    assertThat(context.resolve("app/process/sbom.cdx.json"))
        .content()
        .contains(
            "\"pkg:maven/org.example/tea@2.0?type=jar\"",
            "\"pkg:maven/org.example.sub/cup@1.1?classifier=linux&type=jar\"",
            "\"pkg:maven/dev.stayflow/order-domain@1.0.0-SNAPSHOT?type=jar\"",
            ContentTag.sha256(rare),
            "\"base:1\"");
  }

  @Test
  void jarsOfWhatIsNoFunctionStayAsTheyAre() throws IOException {
    var own = jar("modules/target/dispatcher-1.0.0-SNAPSHOT.jar");
    var tea = jar("repository/org/example/tea/2.0/tea-2.0.jar");
    var context = directory.resolve("context");

    new Staging(directory.resolve("jars"), Set.of(tea))
        .stage(DISPATCHER, new Jars(own, List.of(tea)), List.of(), List.of(), context);

    assertThat(files(context)).contains("app/lib/extra/tea-2.0.jar");
    assertThat(context.resolve("app/lib/extra/tea-2.0.jar")).hasSameBinaryContentAs(tea);
  }

  @Test
  void whatIsStagedAgainHoldsNothingOld() throws IOException {
    var own = jar("modules/target/pay-order-1.0.0-SNAPSHOT.jar");
    var old = jar("repository/org/example/tea/1.0/tea-1.0.jar");
    var image = new Image("pay-order", "functions/pay-order", Optional.of("dev.stayflow.Pay"));
    var context = directory.resolve("context");
    var staging = new Staging(directory.resolve("jars"), Set.of());
    staging.stage(image, new Jars(own, List.of(old)), List.of(), List.of(), context);

    staging.stage(image, new Jars(own, List.of()), List.of(), List.of(), context);

    assertThat(files(context)).noneMatch(file -> file.contains("tea"));
  }

  @Test
  void jarsOfTheSameNameAreRefused() throws IOException {
    var own = jar("modules/target/dispatcher-1.0.0-SNAPSHOT.jar");
    var one = jar("repository/org/example/tea/1.0/tea-1.0.jar");
    var other = jar("repository/com/example/tea/1.0/tea-1.0.jar");
    var staging = new Staging(directory.resolve("jars"), Set.of());

    assertThatThrownBy(
            () ->
                staging.stage(
                    DISPATCHER,
                    new Jars(own, List.of(one, other)),
                    List.of(),
                    List.of(),
                    directory.resolve("context")))
        .isInstanceOf(ImagesFailure.class)
        .hasMessageContaining("tea-1.0.jar");
  }

  private static List<String> files(Path context) throws IOException {
    try (var files = Files.walk(context)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> context.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private Path jar(String path) throws IOException {
    var file = directory.resolve(path);
    Files.createDirectories(file.getParent());
    return TestJars.write(file, Map.of(path.replaceFirst(".*/", "") + ".txt", path));
  }
}
