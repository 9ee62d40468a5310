package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.QueueLimits;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.RecordingSink.Came;
import dev.stayflow.dispatcher.RecordingSink.Says;
import dev.stayflow.dispatcher.RunningDispatcher.Door;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeliverySettingsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String FAILED = "dev.stayflow.delivery.failed.v1";
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final RecordingSink SINK = RecordingSink.start();
  private static final RunningDispatcher DISPATCHER = RunningDispatcher.start(settings());
  private static final Door DOOR = DISPATCHER.door();
  private static final RedisConnection REDIS =
      RedisConnection.open(RedisSettings.of(RunningDispatcher.REDIS.url()));
  private static final Inspector INSPECTOR = new Inspector(REDIS);

  private final String id = UUID.randomUUID().toString();

  private static Map<String, String> settings() {
    var settings = new HashMap<String, String>();
    settings.put("K_SINK", SINK.uri().toString());
    settings.put("DELIVER_TO_ALLOWED", SINK.uri().toString());
    settings.put("QUEUES", "default=3,one-by-one");
    settings.put("QUEUE_LIMITS", "one-by-one:inFlight=1;rate=100/s;burst=7");
    settings.put("WEBHOOK_SECRETS", SINK.uri() + "/signed=" + SECRET);
    settings.put("RETRY_FIRST", "PT0.05S");
    settings.put("RETRY_LONGEST", "PT0.1S");
    settings.put("RETRY_FOR", "PT1.5S");
    return settings;
  }

  @AfterAll
  static void close() {
    DISPATCHER.close();
    SINK.close();
    REDIS.close();
  }

  @Test
  void aFailureWhoseNoticeTooFewReplicasHaveIsNotDeliveredAgain() {
    SINK.answers(came -> Says.status(isNotice(came) ? 202 : 400));
    var settings = new HashMap<>(settings());
    settings.put("REDIS_REPLICAS", "1");
    settings.put("QUEUES", "default,alone");
    settings.remove("QUEUE_LIMITS");
    try (var dispatcher = RunningDispatcher.start(settings)) {
      var answer =
          dispatcher.door().post(id, "{}", "deliverafter", "PT0S", "deliverqueue", "alone");
      assertThat(answer.statusCode()).isEqualTo(503);

      var task = new TaskId("alone", "5:/test" + id);
      await()
          .atMost(LIMIT)
          .until(() -> INSPECTOR.find(task).orElseThrow().state() == TaskState.ARCHIVED);
      assertThat(SINK.came(id)).hasSize(1);
    }
  }

  @Test
  void aDeliveryIsTriedAsOftenAsItsEventSaysAndItsFailureIsTold() {
    SINK.answers(came -> Says.status(isNotice(came) ? 202 : 500));
    DOOR.post(
        id,
        "{}",
        "deliverafter",
        "PT0S",
        "deliverretries",
        "2",
        "subject",
        "s1",
        "delivertask",
        id);

    var notice = notice();

    assertThat(SINK.came(id)).hasSize(3);
    assertThat(notice.at("/task").asString()).isEqualTo(id);
    assertThat(notice.at("/queue").asString()).isEqualTo("default");
    assertThat(notice.at("/eventId").asString()).isEqualTo(id);
    assertThat(notice.at("/eventSource").asString()).isEqualTo("/test");
    assertThat(notice.at("/eventType").asString()).isEqualTo("test.asked");
    assertThat(notice.at("/eventSubject").asString()).isEqualTo("s1");
    assertThat(notice.at("/attempts").asInt()).isEqualTo(3);
    assertThat(notice.at("/destination").asString()).isEqualTo(SINK.uri().toString());
    assertThat(notice.at("/reason").asString())
        .isEqualTo("gave up after 3 attempts: the sink answered 500");
    awaitArchived(new TaskId("default", id));
  }

  @Test
  void noRetriesMeansOneAttempt() {
    SINK.answers(came -> Says.status(isNotice(came) ? 202 : 503));
    DOOR.post(id, "{}", "deliverafter", "PT0S", "deliverretries", "0", "delivertask", id);

    awaitArchived(new TaskId("default", id));
    assertThat(SINK.came(id)).hasSize(1);
  }

  @Test
  void anAttemptTakesNoLongerThanItsEventSays() {
    var proceed = new CountDownLatch(1);
    SINK.answers(
        came -> {
          var first =
              came.event().getId().equals(id) && came.extension("deliveryattempt").equals("1");
          return first ? Says.after(proceed, 200) : Says.status(200);
        });
    try {
      DOOR.post(id, "{}", "deliverafter", "PT0S", "delivertimeout", "PT0.2S");

      await().atMost(LIMIT).until(() -> SINK.came(id).size() == 2);
    } finally {
      proceed.countDown();
    }
  }

  @Test
  void whoAsksToComeBackAfterTheEndIsTriedOnceMoreAtTheEnd() {
    SINK.answers(
        came ->
            isNotice(came)
                ? Says.status(202)
                : new Says(503, Map.of("Retry-After", "86400"), "not today"));
    DOOR.post(id, "{}", "deliverafter", "PT0S", "delivertask", id);

    awaitArchived(new TaskId("default", id));

    var came = SINK.came(id);
    assertThat(came).hasSize(2);
    assertThat(Duration.between(came.get(0).at(), came.get(1).at()))
        .isBetween(Duration.ofMillis(1400), LIMIT);
  }

  @Test
  void theFailureOfANoticeIsNotToldAgain() {
    SINK.answers(_ -> Says.status(400));
    DOOR.post(id, "{}", "deliverafter", "PT0S", "delivertask", id);

    awaitArchived(new TaskId("default", id));
    await().atMost(LIMIT).until(() -> notices().size() == 1);
    var notice = notices().getFirst().event().getId();
    awaitArchived(new TaskId("default", notice));
    assertThat(SINK.came().stream().filter(DeliverySettingsTest::isNotice))
        .noneMatch(came -> notice.equals(came.event().getSubject()));
  }

  @Test
  void deliveriesToASinkWithASecretAreSigned() throws Exception {
    SINK.answers(_ -> Says.status(202));
    var data = "{\"price\": \"10 €\"}";
    DOOR.post(id, data, "deliverafter", "PT0S", "deliverto", SINK.uri() + "/signed/hook");
    DOOR.post(id + "-2", data, "deliverafter", "PT0S", "deliverto", SINK.uri() + "/other");

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
    var headers = new HashMap<String, List<String>>();
    SINK.came(id)
        .getFirst()
        .headers()
        .forEach((name, value) -> headers.put(name, Collections.singletonList(value)));
    assertThat(headers.get("webhook-id")).containsExactly(id);
    var verifier = new Webhook(SECRET);
    assertThatCode(() -> verifier.verify(data, headers)).doesNotThrowAnyException();
    assertThatThrownBy(() -> verifier.verify(data + " ", headers))
        .isInstanceOf(WebhookVerificationException.class);
    await().atMost(LIMIT).until(() -> SINK.came(id + "-2").size() == 1);
    assertThat(SINK.came(id + "-2").getFirst().headers()).doesNotContainKey("webhook-signature");
  }

  @Test
  void aLimitedQueueDeliversNoMoreAtOnceThanItMay() {
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    var queue = "one-by-one";
    SINK.answers(
        came -> {
          if (came.event().getId().startsWith(id)) {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            await().pollDelay(Duration.ofMillis(30)).until(() -> true);
            atOnce.decrementAndGet();
          }
          return Says.status(202);
        });
    for (var i = 0; i < 8; i++) {
      DOOR.post(id + "-" + i, "{}", "deliverafter", "PT0S", "deliverqueue", queue);
    }

    await().atMost(LIMIT).until(() -> INSPECTOR.counts(queue).remembered() >= 8);
    assertThat(most).hasValue(1);
    assertThat(INSPECTOR.limits(queue)).isEqualTo(QueueLimits.NONE.inFlight(1).rate(100, 7));
  }

  @Test
  void limitsThatPeopleHaveSetStayAsTheyAre() {
    var queue = "kept";
    INSPECTOR.limit(queue, QueueLimits.NONE.inFlight(3));
    var settings = new HashMap<>(settings());
    settings.putAll(Map.of("QUEUES", "default,kept,given", "CONCURRENCY", "0"));
    settings.put("QUEUE_LIMITS", "kept:inFlight=9,given:rate=6/m");
    try (var _ = RunningDispatcher.start(settings)) {
      await()
          .atMost(LIMIT)
          .until(() -> INSPECTOR.limits("given").equals(QueueLimits.NONE.rate(0.1, 1)));
      assertThat(INSPECTOR.limits(queue)).isEqualTo(QueueLimits.NONE.inFlight(3));
    }
  }

  @Test
  void aProcessWithoutConcurrencyTakesEventsAndLeavesThemToOthers() {
    SINK.answers(_ -> Says.status(202));
    var settings = new HashMap<>(settings());
    settings.putAll(Map.of("QUEUES", "default,others", "CONCURRENCY", "0"));
    settings.remove("QUEUE_LIMITS");
    try (var idle = RunningDispatcher.start(settings)) {
      idle.door().post(id, "{}", "deliverafter", "PT0S", "deliverqueue", "others");
      assertThat(idle.door().get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(INSPECTOR.counts("others").pending()).isEqualTo(1);
      assertThat(SINK.came(id)).isEmpty();
    }
  }

  private JsonNode notice() {
    await().atMost(LIMIT).until(() -> notices().size() == 1);
    var data = notices().getFirst().event().getData();
    assertThat(data).isNotNull();
    return JsonMapper.shared().readTree(new String(data.toBytes(), StandardCharsets.UTF_8));
  }

  private List<Came> notices() {
    return SINK.came().stream()
        .filter(came -> isNotice(came) && id.equals(came.event().getSubject()))
        .toList();
  }

  private static boolean isNotice(Came came) {
    return came.event().getType().equals(FAILED);
  }

  private static void awaitArchived(TaskId task) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                INSPECTOR
                    .find(task)
                    .filter(info -> info.state() == TaskState.ARCHIVED)
                    .isPresent());
  }
}
