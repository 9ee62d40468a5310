package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.stayflow.dispatcher.RecordingSink.Came;
import dev.stayflow.dispatcher.RecordingSink.Says;
import dev.stayflow.dispatcher.RunningDispatcher.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final RecordingSink SINK = RecordingSink.start();
  private static final RecordingSink CLOSING = RecordingSink.start();
  private static final RunningDispatcher DISPATCHER = RunningDispatcher.start(settings());
  private static final Door DOOR = DISPATCHER.door();

  private final String id = UUID.randomUUID().toString();

  private static Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    settings.put("K_SINK", SINK.uri().toString());
    settings.put(
        "SINKS_BY_TYPE",
        "test.elsewhere=%s/elsewhere,test.closing=%s".formatted(SINK.uri(), CLOSING.uri()));
    settings.put("K_CE_OVERRIDES", "{\"extensions\":{\"tenant\":\"blue\"}}");
    settings.put("RETRY_FIRST", "PT0.05S");
    settings.put("RETRY_LONGEST", "PT0.2S");
    settings.put("RETRY_FOR", "PT2S");
    settings.put("DELIVERY_TIMEOUT", "PT0.5S");
    return settings;
  }

  @AfterAll
  static void close() {
    DISPATCHER.close();
    SINK.close();
    CLOSING.close();
  }

  @Test
  void theDeliveredEventHasItsOwnTypeAndIdAndNothingOfTheRequest() {
    SINK.answers(_ -> Says.status(202));
    var data = "{ \"keep\" :  \"every byte\", \"n\":1.10}";
    DOOR.post(
        id,
        data,
        "type",
        "dev.stayflow.delivery.requested.v1",
        "delivertype",
        "test.due",
        "deliverat",
        "2020-01-01T00:00:00Z",
        "delivertask",
        "task-" + id,
        "deliverqueue",
        "critical",
        "subject",
        "HSO2026010100000012345678",
        "partitionkey",
        "p1");

    await().atMost(LIMIT).until(() -> SINK.came(id + ".due").size() == 1);
    var came = SINK.came(id + ".due").getFirst();
    assertThat(came.event().getType()).isEqualTo("test.due");
    assertThat(came.event().getSource()).hasToString("/test");
    assertThat(came.event().getSubject()).isEqualTo("HSO2026010100000012345678");
    assertThat(came.event().getExtensionNames())
        .containsExactlyInAnyOrder(
            "partitionkey", "deliveryof", "deliveryattempt", "deliverydue", "tenant");
    assertThat(came.extension("deliveryof")).isEqualTo(id);
    assertThat(came.extension("deliveryattempt")).isEqualTo("1");
    assertThat(Instant.parse(came.extension("deliverydue"))).isBefore(came.at());
    assertThat(came.event().getDataContentType()).isEqualTo("application/json");
    var body = came.event().getData();
    assertThat(body).isNotNull();
    assertThat(new String(body.toBytes(), StandardCharsets.UTF_8)).isEqualTo(data);
  }

  @Test
  void withoutATypeOfItsOwnTheEventStaysWhatItWas() {
    SINK.answers(_ -> Says.status(202));
    DOOR.post(id, "", "type", "test.elsewhere", "deliverafter", "PT0S", "deliveryattempt", "9");

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
    var came = SINK.came(id).getFirst();
    assertThat(came.path()).isEqualTo("/elsewhere");
    assertThat(came.extension("deliveryattempt")).isEqualTo("1");
    assertThat(came.event().getExtension("deliveryof")).isNull();
  }

  @Test
  void theDeliveryIsPartOfTheTraceOfTheEvent() {
    SINK.answers(_ -> Says.status(202));
    var trace = "0af7651916cd43dd8448eb211c80319c";
    var parent = "00-" + trace + "-b7ad6b7169203331-01";
    DOOR.post(id, "{}", "deliverafter", "PT0S", "traceparent", parent);

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
    var came = SINK.came(id).getFirst();
    assertThat(came.extension("traceparent")).isEqualTo(parent);
    assertThat(came.headers().get("traceparent"))
        .startsWith("00-" + trace + "-")
        .isNotEqualTo(parent);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 408, 409, 425, 429, 500, 503})
  void aSinkThatMayRecoverIsTriedAgain(int status) {
    SINK.answers(came -> Says.status(came.extension("deliveryattempt").equals("1") ? status : 200));
    DOOR.post(id, "{}", "deliverafter", "PT0S");

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 2);
    assertThat(SINK.came(id).get(1).extension("deliveryattempt")).isEqualTo("2");
    await().atMost(LIMIT).until(() -> count(DISPATCHER, "default", "retry") == 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 401, 410, 413, 422})
  void anAnswerThatIsFinalArchivesTheEventAtOnce(int status) {
    SINK.answers(_ -> new Says(status, Map.of("location", "/other"), "not this one"));
    DOOR.post(id, "{}", "deliverafter", "PT0S");

    await().atMost(LIMIT).until(() -> archived().contains(id));
    assertThat(SINK.came(id)).hasSize(1);
    assertThat(archived()).contains("the sink answered " + status + ": not this one");
  }

  @Test
  void aSinkMaySayWhenToComeAgain() {
    SINK.answers(
        came ->
            came.extension("deliveryattempt").equals("1")
                ? new Says(503, Map.of("Retry-After", "1"), "")
                : Says.status(200));
    DOOR.post(id, "{}", "deliverafter", "PT0S");

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 2);
    var came = SINK.came(id);
    assertThat(Duration.between(came.get(0).at(), came.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void countedRetriesWaitForASinkThatSaysWhenToComeAgainThoughTheTimeForOthersIsOver() {
    SINK.answers(
        came ->
            came.extension("deliveryattempt").equals("1")
                ? new Says(503, Map.of("Retry-After", "3"), "")
                : Says.status(200));
    DOOR.post(id, "{}", "deliverafter", "PT0S", "deliverretries", "1");

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 2);
    var came = SINK.came(id);
    assertThat(Duration.between(came.get(0).at(), came.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void onlyAConnectionThatWasUsedBeforeIsTriedAgainWithinAnAttempt() {
    CLOSING.answers(came -> closing(came, came.extension("deliveryattempt").equals("1")));
    DOOR.post(id, "{}", "type", "test.closing", "deliverafter", "PT0S");
    await().atMost(LIMIT).until(() -> attemptsAtClosing(id).equals(List.of("1", "2")));
    await().atMost(LIMIT).until(() -> count(DISPATCHER, "default", "active") == 0);

    var kept = id + "-kept";
    CLOSING.answers(came -> closing(came, CLOSING.came(kept).size() == 1));
    DOOR.post(kept, "{}", "type", "test.closing", "deliverafter", "PT0S");
    await().atMost(LIMIT).until(() -> attemptsAtClosing(kept).equals(List.of("1", "1")));
  }

  private static Says closing(Came came, boolean closes) {
    if (closes) {
      throw new IllegalStateException("closes the connection of " + came.event().getId());
    }
    return Says.status(202);
  }

  private static List<String> attemptsAtClosing(String event) {
    return CLOSING.came(event).stream().map(came -> came.extension("deliveryattempt")).toList();
  }

  @Test
  void aSinkThatStaysBrokenIsGivenUpWhenTheTimeIsOver() {
    SINK.answers(_ -> Says.status(500));
    DOOR.post(id, "{}", "deliverafter", "PT0S");

    await().atMost(LIMIT).until(() -> archived().contains(id));
    assertThat(archived()).contains("in PT2S: the sink answered 500");
    assertThat(SINK.came(id).size()).isBetween(2, 40);
  }

  @Test
  void aSinkThatDoesNotAnswerInTimeIsTriedAgain() {
    SINK.answers(
        came -> {
          if (came.extension("deliveryattempt").equals("1")) {
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
          }
          return Says.status(200);
        });
    DOOR.post(id, "{}", "deliverafter", "PT0S");

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 2);
  }

  @Test
  void aSinkThatStallsInItsAnswerIsJudgedByItsStatus() throws IOException {
    var over = new CountDownLatch(1);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var stalling = HttpServer.create(address, 0);
    stalling.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    stalling.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(400, 100);
          exchange.getResponseBody().write('n');
          exchange.getResponseBody().flush();
          await().forever().until(() -> over.getCount() == 0);
        });
    stalling.start();
    var settings = new HashMap<>(settings());
    settings.put("K_SINK", "http://localhost:" + stalling.getAddress().getPort());
    settings.put("QUEUES", "default,stalling");
    try (var dispatcher = RunningDispatcher.start(settings)) {
      dispatcher.door().post(id, "{}", "deliverafter", "PT0S", "deliverqueue", "stalling");
      await()
          .atMost(LIMIT)
          .until(
              () -> archived(dispatcher, "stalling"),
              tasks -> tasks.contains(id) && tasks.contains("the sink answered 400"));
    } finally {
      over.countDown();
      stalling.stop(0);
    }
  }

  @Test
  void aSinkThatIsAwayGetsTheEventWhenItIsBack() {
    int port;
    try (var away = RecordingSink.start()) {
      port = away.port();
    }
    var settings = new HashMap<>(settings());
    settings.put("K_SINK", "http://localhost:" + port);
    settings.put("RETRY_FOR", "PT1H");
    settings.put("QUEUES", "default,away");
    try (var dispatcher = RunningDispatcher.start(settings)) {
      dispatcher.door().post(id, "{}", "deliverafter", "PT0S", "deliverqueue", "away");
      await().atMost(LIMIT).until(() -> count(dispatcher, "away", "retry") == 1);
      try (var back = RecordingSink.start(port)) {
        await().atMost(LIMIT).until(() -> back.came(id).size() == 1);
      }
    }
  }

  private static String archived() {
    return archived(DISPATCHER, "default");
  }

  private static String archived(RunningDispatcher dispatcher, String queue) {
    return dispatcher
        .reader()
        .get("/api/queues/%s/tasks?state=archived&size=100".formatted(queue))
        .body();
  }

  private static int count(RunningDispatcher dispatcher, String queue, String state) {
    return dispatcher.reader().json("/api/queues/" + queue).at("/counts/" + state).asInt();
  }
}
