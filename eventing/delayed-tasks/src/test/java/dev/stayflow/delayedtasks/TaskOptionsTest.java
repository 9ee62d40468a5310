package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskOptionsTest {
  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");
  private static final Task PLAIN = Task.of("t", new byte[0]);

  private final RedisConnection redis = TestRedis.connect();
  private final DelayedTaskClient client = TestRedis.client(redis);
  private final Inspector inspector = new Inspector(redis);
  private final String queue = TestRedis.freshQueue();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void whateverATaskAsksForIsReadBackAsItWasStored() {
    var seed = new Random().nextLong();
    System.out.println("seed of random tasks: " + seed);
    var random = new Random(seed);
    for (var i = 0; i < 300; i++) {
      var stored = randomTask(random);
      assertThat(client.enqueue(stored)).isEqualTo(new Enqueued.Stored());

      var read = inspector.find(stored.id()).orElseThrow().task();

      assertThat(read.type()).isEqualTo(stored.type());
      assertThat(read.payload()).isEqualTo(stored.payload());
      assertThat(read.due()).isEqualTo(stored.due());
      assertThat(read.maxRetries()).isEqualTo(stored.maxRetries());
      assertThat(read.timeout()).isEqualTo(stored.timeout());
      assertThat(read.deadline()).isEqualTo(stored.deadline());
      assertThat(read.retention()).isEqualTo(stored.retention());
      assertThat(read.rememberFor()).isEqualTo(stored.rememberFor());
      assertThat(read.key()).isEqualTo(stored.key());
      assertThat(read.headers()).isEqualTo(stored.headers());
    }
  }

  private Task randomTask(Random random) {
    var payload = new byte[random.nextInt(2000)];
    random.nextBytes(payload);
    var task =
        Task.of(text(random, 60), payload)
            .withId(new TaskId(queue, text(random, 60)))
            .at(LATER.plusMillis(random.nextInt()));
    if (random.nextBoolean()) {
      task = task.maxRetries(random.nextInt(0, Integer.MAX_VALUE));
    }
    if (random.nextBoolean()) {
      task = task.timeout(duration(random));
    }
    if (random.nextBoolean()) {
      task = task.deadline(LATER.plusMillis(random.nextInt()));
    }
    if (random.nextBoolean()) {
      task = task.retention(duration(random));
    }
    if (random.nextBoolean()) {
      task = task.rememberFor(duration(random));
    }
    if (random.nextBoolean()) {
      task = task.withKey(text(random, 20));
    }
    for (var headers = random.nextInt(5); headers > 0; headers--) {
      task = task.header(text(random, 20), random.nextBoolean() ? "" : text(random, 300));
    }
    return task;
  }

  private static Duration duration(Random random) {
    return Duration.of(random.nextLong(1L << 50), ChronoUnit.MICROS);
  }

  private static String text(Random random, int longest) {
    return random
        .ints(1 + random.nextInt(longest), 1, Character.MAX_CODE_POINT)
        .filter(point -> Character.getType(point) != Character.SURROGATE)
        .limit(longest)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .insert(0, random.nextLong())
        .toString();
  }

  @Test
  void nonsenseIsRefusedWithWhatWouldMakeSense() {
    refused(() -> Task.of("", new byte[0]), "task type", "1 to 512 bytes");
    refused(() -> Task.of("x".repeat(513), new byte[0]), "task type", "513");
    refused(() -> Task.of("t", new byte[(1 << 20) + 1]), "payload", "1048576", "elsewhere");
    refused(() -> PLAIN.withPayload(new byte[2 << 20]), "payload", "2097152");
    refused(() -> PLAIN.inQueue("Upper"), "Upper", "queue name", "a-z");
    refused(() -> PLAIN.withId(""), "task id", "1 to 2048 bytes");
    refused(() -> PLAIN.withId("a\0b"), "task id", "NUL");
    refused(() -> PLAIN.withId("\ud800"), "task id", "surrogate");
    refused(() -> PLAIN.withId("ä".repeat(1025)), "2050");
    refused(() -> PLAIN.in(Duration.ofMillis(-1)), "0 to 10,000 days");
    refused(() -> PLAIN.in(ChronoUnit.FOREVER.getDuration()), "0 to 10,000 days");
    refused(() -> PLAIN.at(Instant.MAX), "no task is due after");
    refused(() -> PLAIN.deadline(Instant.MAX), "no task is due after");
    refused(() -> PLAIN.maxRetries(-1), "0 or more retries");
    refused(() -> PLAIN.timeout(Duration.ofSeconds(-1)), "0 to 36500 days");
    refused(() -> PLAIN.retention(Duration.ofSeconds(Long.MAX_VALUE)), "0 to 36500 days");
    refused(() -> PLAIN.uniqueFor(Duration.ZERO), "lock", "some time");
    refused(() -> PLAIN.uniqueFor("", Duration.ofSeconds(1)), "a lock");
    refused(() -> PLAIN.withKey(""), "a key");
    refused(() -> PLAIN.inGroup("x".repeat(513)), "a group", "513");
    refused(() -> PLAIN.header("", "value"), "header's name");
    refused(() -> PLAIN.headers(Map.of("a", "1", "", "2")), "header's name");
    refused(
        () -> PLAIN.header("m", "v".repeat(20_000)).headers(Map.of("n", "v".repeat(20_000))),
        "40002");
    refused(() -> PLAIN.header("n", "v".repeat(40_000)), "headers", "32768", "40001");
    refused(() -> client.cancel(PLAIN.id(), Duration.ofSeconds(-1)), "0 to 36500 days");
  }

  private static void refused(ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void theLargestTaskIsStored() {
    var task =
        Task.of("t".repeat(512), new byte[1 << 20])
            .withId(new TaskId(queue, "i".repeat(2048)))
            .at(LATER)
            .header("n", "v".repeat(32_767));
    assertThat(client.enqueue(task)).isEqualTo(new Enqueued.Stored());
    assertThat(inspector.find(task.id()).orElseThrow().task().payload()).hasSize(1 << 20);
  }

  @Test
  void whatAnotherProgramOrANewerOneWroteIsNotTakenForATask() {
    var id = new TaskId(queue, "strange");
    for (var frame : List.of("", "short", "0123456789abcdef", "4070908800000000\3later")) {
      TestRedis.SERVER.ask("HSET", "tasks:{" + queue + "}:payload", id.id(), frame);
      TestRedis.SERVER.ask("ZADD", "tasks:{" + queue + "}:due", "4070908800000000", id.id());

      assertThatThrownBy(() -> inspector.find(id))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Redis holds");
    }
  }

  @Test
  void aTaskOfThePastIsDueAtOnce() {
    var task = PLAIN.inQueue(queue).at(Instant.MIN);
    assertThat(client.enqueue(task)).isEqualTo(new Enqueued.Stored());
    assertThat(inspector.counts(queue).pending()).isEqualTo(1);
    assertThat(client.enqueue(task)).isEqualTo(new Enqueued.AlreadyThere(task.id(), Instant.EPOCH));
  }

  @Test
  void aTimeFromNowIsCountedByRedis() {
    var task = PLAIN.inQueue(queue).in(Duration.ofHours(1));
    var before = redisClock();
    client.enqueue(task);
    var after = redisClock();

    var dueAt = inspector.find(task.id()).orElseThrow().dueAt();

    assertThat(dueAt).isBetween(before.plusSeconds(3600), after.plusSeconds(3600));
    assertThat(client.enqueue(task.in(Duration.ofHours(2))))
        .isEqualTo(new Enqueued.AlreadyThere(task.id(), dueAt));
  }

  private static Instant redisClock() {
    var time = TestRedis.SERVER.ask("TIME").split("\n", -1);
    return Instant.ofEpochSecond(Long.parseLong(time[0]))
        .plus(Long.parseLong(time[1]), ChronoUnit.MICROS);
  }

  @Test
  void namesOfAnyLanguageAreKept() {
    var task =
        Task.of("отправить", "ä".getBytes(StandardCharsets.UTF_8))
            .withId(new TaskId(queue, "予約-42 🏠"))
            .headers(Map.of("naïve", "old", "other", "o"))
            .header("naïve", "ünï")
            .at(LATER);
    client.enqueue(task);
    var read = inspector.find(task.id()).orElseThrow().task();
    assertThat(read.type()).isEqualTo("отправить");
    assertThat(read.headers())
        .containsExactlyInAnyOrderEntriesOf(Map.of("naïve", "ünï", "other", "o"));
  }
}
