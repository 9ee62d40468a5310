package dev.stayflow.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small stack of its own: PostgreSQL and the one function that may be trained. */
@Tag("long")
class TrainerTest {
  private static final String MODULE = "functions/order-detail";
  private static final String STACK =
      """
      services:
        postgres:
          image: postgres:18.1
          ports: ["127.0.0.1:15432:5432"]
          environment:
            POSTGRES_DB: stayflow
            POSTGRES_USER: stayflow
            POSTGRES_PASSWORD: stayflow
          healthcheck:
            test: ["CMD", "pg_isready"]
          restart: unless-stopped
          x-local:
            server: postgres
        order-detail:
          image: stayflow/order-detail:dev
          ports: ["127.0.0.1:18083:8080"]
          environment:
            DATABASE_URL: jdbc:postgresql://postgres:5432/stayflow
            DATABASE_USER: stayflow
            DATABASE_PASSWORD: stayflow
            JWT_SECRET: stayflow-local-stack-secret-never-for-production
          depends_on:
            postgres:
              condition: service_healthy
          restart: unless-stopped
          x-local:
            module: functions/order-detail
            main: dev.stayflow.orderdetail.OrderDetailApplication
      """;

  @TempDir Path root;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeEach
  void copyWhatIsBuilt() throws IOException {
    Files.writeString(root.resolve(StackFile.NAME), STACK);
    var target = Files.createDirectories(root.resolve(MODULE).resolve("target"));
    var built = Path.of("../..").resolve(MODULE).resolve("target");
    Files.copy(built.resolve("classpath"), target.resolve("classpath"));
    try (var jars = Files.newDirectoryStream(built, "*-SNAPSHOT.jar")) {
      for (var jar : jars) {
        Files.copy(jar, target.resolve(jar.getFileName()));
      }
    }
  }

  @Test
  void aProcessStartsFromItsCacheUntilItIsBuiltAgain() throws IOException {
    assertThat(trainer(Map.of()).stale())
        .extracting(Trainer.Trainee::name)
        .containsExactly("order-detail");
    assertThat(commandLine()).doesNotContain("-XX:AOTCache=");

    assertThat(trainer(Map.of()).train()).as(told.toString(StandardCharsets.UTF_8)).isTrue();

    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("Training for quick starts, 1 in all")
        .containsPattern("order-detail +ready after \\d+ ms");
    assertThat(trainer(Map.of()).stale()).isEmpty();
    assertThat(commandLine()).contains("-XX:AOTCache=");

    buildAgain();

    assertThat(trainer(Map.of()).stale()).hasSize(1);
    assertThat(commandLine()).doesNotContain("-XX:AOTCache=");
  }

  /** How the function was started. */
  private String commandLine() {
    try (var stack = RunningStack.start(root, root.resolve("logs"), Map.of())) {
      return stack.parts().stream()
          .filter(part -> part.name().equals("order-detail"))
          .findFirst()
          .flatMap(PartReport::process)
          .flatMap(process -> process.info().commandLine())
          .orElseThrow();
    }
  }

  private void buildAgain() throws IOException {
    try (var jars = Files.newDirectoryStream(root.resolve(MODULE).resolve("target"), "*.jar");
        var jar = FileSystems.newFileSystem(jars.iterator().next())) {
      Files.writeString(jar.getPath("new.txt"), "another build");
    }
  }

  private Trainer trainer(Map<String, String> caller) {
    var options =
        new StackOptions(root, root.resolve("state"), root.resolve("logs"), caller, false);
    return new Trainer(
        options, StackFile.read(root, caller), new PrintStream(told, true, StandardCharsets.UTF_8));
  }
}
