package dev.stayflow.delayedtasks.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.local.servers.RedisServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two processes as somebody starts them, on a Redis with a password. */
class EmailExampleTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PASSWORD = "a secret word";

  private final RedisServer server = RedisServer.startTemporary("--requirepass", PASSWORD);
  private final List<Process> processes = new ArrayList<>();
  @TempDir private Path directory;

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    server.close();
  }

  @Test
  void theWorkerSendsWhatTheSchedulerStoresAndBothEndWhenTheyAreTold() throws Exception {
    var worker = start("worker", EmailWorker.class, PASSWORD);
    var scheduler = start("scheduler", EmailScheduler.class, PASSWORD, "@every 1s");

    await()
        .atMost(LIMIT)
        .until(
            () ->
                said("worker")
                        .lines()
                        .filter(line -> line.contains("mail to guest@example.com: Your stay"))
                        .count()
                    >= 2);

    var settings = RedisSettings.of(server.url()).withPassword(PASSWORD);
    try (var redis = RedisConnection.open(settings)) {
      var entry = new Schedules(redis).find("email").orElseThrow();
      assertThat(entry.schedule().task().type()).isEqualTo("schedule:email");
      assertThat(entry.schedule().task().payload())
          .asString()
          .isEqualTo(
              "{\"Email\":\"guest@example.com\",\"Content\":\"Your stay begins tomorrow.\"}");
      assertThat(entry.next()).isPresent();
      var first = new Schedules(redis).history("email", 100).getLast();
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  new Inspector(redis)
                      .find(first.task())
                      .filter(task -> task.state() == TaskState.COMPLETED)
                      .isPresent());
      assertThat(new Inspector(redis).servers()).hasSize(1);
    }
    endsWell(scheduler);
    endsWell(worker);
    assertThat(said("worker")).endsWith("ended\n");
  }

  @Test
  void aWrongPasswordIsToldInOneLine() throws Exception {
    var scheduler = start("scheduler", EmailScheduler.class, "wrong");

    assertThat(scheduler.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(scheduler.exitValue()).isEqualTo(1);
    assertThat(said("scheduler")).contains("cannot start", "password").doesNotContain("\tat ");
  }

  private Process start(String name, Class<?> program, String password, String... arguments)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output(name));
    builder.environment().put("REDIS_URL", server.url());
    builder.environment().put("REDIS_PASSWORD", password);
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private static void endsWell(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private File output(String name) {
    return directory.resolve(name + ".log").toFile();
  }

  private String said(String name) throws IOException {
    return Files.readString(output(name).toPath());
  }
}
