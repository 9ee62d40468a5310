package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Starts {@link SlowFunction} as a process of its own, as Knative would. */
class ProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private Process spawn(Map<String, String> settings) throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SlowFunction.class.getName())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LOG_"));
    builder.environment().put("PORT", "0");
    builder.environment().put("SLOW_MARKS", directory.toString());
    builder.environment().putAll(settings);
    return builder.start();
  }

  private List<JsonNode> log() {
    try {
      return Files.readString(directory.resolve("out"))
          .lines()
          .map(JsonMapper.shared()::readTree)
          .toList();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  private URI awaitReady() {
    await()
        .atMost(LIMIT)
        .until(() -> Files.readString(directory.resolve("out")).contains("is ready"));
    Matcher port = Pattern.compile("listens on port (\\d+)").matcher(log().toString());
    assertThat(port.find()).isTrue();
    return URI.create("http://localhost:" + port.group(1) + "/");
  }

  @Test
  void asToldToStopItAnswersWhatIsUnderWayClosesItsBeansAndEndsWithZero() throws Exception {
    Process process = spawn(Map.of());
    var client = new TestClient(awaitReady());
    var slow = CompletableFuture.supplyAsync(() -> client.post("{}"));
    await().atMost(LIMIT).until(() -> Files.exists(directory.resolve("begun")));

    process.destroy();
    await().atMost(LIMIT).until(() -> log().toString().contains("was asked to stop"));
    await().atMost(LIMIT).until(() -> isClosed(client.uri()));
    assertThat(slow).isNotDone();
    Files.createFile(directory.resolve("go on"));

    assertThat(slow.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(directory.resolve("closed")).exists();
    assertThat(log().getLast().path("message").asString()).isEqualTo("slow-function has stopped");
  }

  private static boolean isClosed(URI uri) {
    try (var connection = new Socket("localhost", uri.getPort())) {
      return !connection.isConnected();
    } catch (ConnectException refused) {
      return true;
    } catch (IOException other) {
      return false;
    }
  }

  @Test
  void aRequestThatNeverEndsIsGivenUpAfterTheGracePeriod() throws Exception {
    Process process = spawn(Map.of("SHUTDOWN_GRACE", "PT2S"));
    var client = new TestClient(awaitReady());
    var slow = CompletableFuture.runAsync(() -> client.post("{}"));
    await().atMost(LIMIT).until(() -> Files.exists(directory.resolve("begun")));
    long begun = System.nanoTime();

    process.destroy();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofSeconds(1), LIMIT);
    assertThat(process.exitValue()).isZero();
    assertThat(slow.handle((done, fault) -> fault).get(30, TimeUnit.SECONDS)).isNotNull();
    assertThat(directory.resolve("closed")).exists();
  }

  @Test
  void wrongSettingsArePrintedTogetherAndEndItWithOne() throws Exception {
    Process process = spawn(Map.of("PORT", "x", "SLOW_MARKS", ""));

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Files.readString(directory.resolve("err")))
        .contains("slow-function cannot start", "PORT: 'x'", "SLOW_MARKS: not set")
        .doesNotContain("\tat ");
  }

  @Test
  void everyLogLineIsOneJsonObjectAndTellsWhatHappened() throws Exception {
    Process process = spawn(Map.of());
    try {
      var client = new TestClient(awaitReady());
      Files.createFile(directory.resolve("go on"));
      client.get("/health/live");
      client.get("/metrics");
      assertThat(client.post("{\"secret\":\"payload\"}").status()).isEqualTo(200);
      await().atMost(LIMIT).until(() -> log().toString().contains("answered"));
    } finally {
      process.destroy();
      process.waitFor(30, TimeUnit.SECONDS);
    }
    var answered = new ArrayList<>(log());
    answered.removeIf(line -> !line.path("message").asString().equals("answered"));
    assertThat(answered).hasSize(1);
    assertThat(answered.getFirst().path("status").asInt()).isEqualTo(200);
    assertThat(answered.getFirst().path("trace_id").asString()).hasSize(32);
    assertThat(answered.getFirst().path("span_id").asString()).hasSize(16);
    assertThat(answered.getFirst().has("ms")).isTrue();
    assertThat(log())
        .allMatch(line -> line.has("@timestamp") && line.has("level") && line.has("logger_name"));
    assertThat(log()).anyMatch(line -> line.path("start_ms").asInt() > 0);
    assertThat(log().toString()).doesNotContain("payload");
    assertThat(Files.readString(directory.resolve("err"))).isEmpty();
  }

  @Test
  void textIsAFormatForPeople() throws Exception {
    Process process = spawn(Map.of("LOG_FORMAT", "text", "LOG_LEVEL", "debug"));
    try {
      await()
          .atMost(LIMIT)
          .until(() -> Files.readString(directory.resolve("out")).contains("is ready"));
    } finally {
      process.destroy();
      process.waitFor(30, TimeUnit.SECONDS);
    }
    assertThat(Files.readString(directory.resolve("out")))
        .contains("INFO  FunctionProcess")
        .doesNotContain("{\"");
  }
}
