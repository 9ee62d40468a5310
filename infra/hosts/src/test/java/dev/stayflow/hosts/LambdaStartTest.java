package dev.stayflow.hosts;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A function starts, is put into a snapshot, comes back, or says why it cannot start. */
class LambdaStartTest {
  private static final String HTTP = "dev.stayflow.lambda.HttpHandler";

  private final World world = new World();

  @BeforeEach
  void reset() {
    world.reset();
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @EnabledOnOs(value = OS.LINUX, disabledReason = "its connections are read from /proc")
  @ParameterizedTest
  @ValueSource(strings = {"create-order", "payment-callback"})
  void aSnapshotHoldsNoConnection(String function) throws Exception {
    try (var process = LambdaProcess.start(function, HTTP, snapStart())) {
      process.api().snapshotAsked().get(60, SECONDS);
      Set<Integer> toLambdaAlone = Set.of(process.api().port());

      assertThat(process.api().initError()).isNotDone();
      assertThat(process.output()).contains("is closed for a snapshot");
      // A connection that was closed on this side may be there for a moment more.
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Sockets.remotePorts(process.pid()).equals(toLambdaAlone));

      process.api().restore();
      process.awaitIdle();

      assertThat(Sockets.remotePorts(process.pid())).hasSizeGreaterThan(1);
    }
  }

  @Test
  void whatComesBackFromASnapshotWorks() throws Exception {
    try (var process = LambdaProcess.start("create-order", HTTP, snapStart())) {
      process.api().snapshotAsked().get(60, SECONDS);
      process.api().restore();
      process.awaitIdle();
      String booking =
          Samples.apiGateway(Ask.json(World.stay(World.HOMESTAY, 30, 2, "")).as(World.GUEST))
              .toString();

      assertThat(LambdaHost.reply(process.api().invoke(booking)).status()).isEqualTo(201);
      assertThat(LambdaHost.reply(process.api().invoke(booking)).status()).isEqualTo(409);
      assertThat(world.told()).hasSize(2);
    }
  }

  @Test
  void aDatabaseThatIsAwayWhenASnapshotIsTakenOrComesBackIsToldAsEverywhere() throws Exception {
    var settings = new HashMap<>(snapStart());
    settings.put("DATABASE_URL", "jdbc:postgresql://localhost:1/away");
    try (var process = LambdaProcess.start("create-order", HTTP, settings)) {
      process.api().snapshotAsked().get(60, SECONDS);
      process.api().restore();
      process.awaitIdle();

      Reply reply =
          LambdaHost.reply(
              process
                  .api()
                  .invoke(
                      Samples.apiGateway(
                              Ask.json(World.stay(World.HOMESTAY, 30, 2, "")).as(World.GUEST))
                          .toString()));
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.problem()).isEqualTo("unavailable");
      assertThat(reply.header("retry-after")).isPresent();
    }
  }

  private Map<String, String> snapStart() {
    var settings = new HashMap<>(world.settings());
    settings.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
    return settings;
  }

  @ParameterizedTest
  @CsvSource({
    "FUNCTION, '', FUNCTION: not set",
    "FUNCTION_WIRING, '', FUNCTION_WIRING: not set",
    "FUNCTION_WIRING, dev.stayflow.Nothing, is no FunctionWiring",
    "FUNCTION_WIRING, java.lang.String, is no FunctionWiring",
    "FUNCTION, other-order, otherOrder",
    "STAY_ZONE, Moon/Crater, STAY_ZONE"
  })
  void whatCannotStartSaysWhy(String name, String value, String why) throws Exception {
    var settings = new HashMap<>(world.settings());
    settings.put(name, value);
    try (var process = LambdaProcess.start("create-order", HTTP, settings)) {
      assertThat(process.api().initError().get(60, SECONDS) + process.output()).contains(why);
    }
  }

  @Test
  void aBatchSettingThatIsNoneIsToldAtTheStart() throws Exception {
    var settings = new HashMap<>(world.settings());
    settings.put("BATCH_FAILURES", "some");
    try (var process =
        LambdaProcess.start("close-order", "dev.stayflow.lambda.SqsHandler", settings)) {
      assertThat(process.api().initError().get(60, SECONDS) + process.output())
          .contains("BATCH_FAILURES: 'some'");
    }
  }

  static List<String> functions() {
    return Repository.FUNCTIONS.names();
  }

  @Tag("long")
  @ParameterizedTest
  @MethodSource("functions")
  void everyFunctionRunsThere(String function) {
    try (var process = LambdaProcess.start(function, HTTP, world.settings())) {
      process.awaitIdle();
    }
  }
}
