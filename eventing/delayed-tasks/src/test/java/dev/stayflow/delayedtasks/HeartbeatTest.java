package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("core")
class HeartbeatTest {
  private static final Duration OFTEN = Duration.ofMillis(50);

  private final RedisConnection redis = TestRedis.connect();
  private final Inspector inspector = new Inspector(redis);
  private final String queue = TestRedis.freshQueue();
  private final String id = UUID.randomUUID().toString();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void aServerIsSeenWithWhatItRunsUntilItTakesLeave() {
    var server = snapshot(3);
    var heartbeat = new Heartbeat(redis, () -> server, OFTEN);
    heartbeat.start();

    await().atMost(Work.LIMIT).until(() -> inspector.servers().contains(server));

    heartbeat.stop();
    assertThat(inspector.servers()).doesNotContain(server);
  }

  @Test
  void aServerThatShowsNoSignOfLifeIsForgotten() {
    var registry = new ServerRegistry(redis);
    registry.beat(snapshot(0), Duration.ofMillis(100));

    await()
        .atMost(Work.LIMIT)
        .until(() -> inspector.servers().stream().noneMatch(server -> server.id().equals(id)));
    await()
        .atMost(Work.LIMIT)
        .until(
            () ->
                TestRedis.serverOf("tasks:{Servers}:snapshots")
                    .ask("HGET", "tasks:{Servers}:snapshots", id)
                    .isEmpty());
  }

  @Test
  void ofManyTasksAHundredAreTold() {
    var registry = new ServerRegistry(redis);
    registry.beat(snapshot(1000), Duration.ofMinutes(1));

    var seen = inspector.servers().stream().filter(server -> server.id().equals(id)).findFirst();

    registry.leave(id);
    assertThat(seen.orElseThrow().active()).isEqualTo(1000);
    assertThat(seen.orElseThrow().tasks()).hasSize(100);
  }

  @Test
  void moreServersThanFitInOneAnswerAreAllSeen() {
    var registry = new ServerRegistry(redis);
    var ids = IntStream.range(0, 120).mapToObj(i -> id + "-" + i).toList();
    ids.forEach(one -> registry.beat(snapshot(one, 1), Duration.ofMinutes(1)));

    var seen = inspector.servers().stream().map(ServerSnapshot::id).toList();

    ids.forEach(registry::leave);
    assertThat(seen).containsAll(ids).doesNotHaveDuplicates();
  }

  @Test
  void aQueueThatIsServedComesBackIntoTheListWhenRedisLostIt() {
    var heartbeat = new Heartbeat(redis, () -> snapshot(0), OFTEN);
    heartbeat.start();
    await().atMost(Work.LIMIT).until(() -> inspector.queues().contains(queue));

    TestRedis.serverOf("tasks:{Queues}:known").ask("SREM", "tasks:{Queues}:known", queue);

    await().atMost(Work.LIMIT).until(() -> inspector.queues().contains(queue));
    heartbeat.stop();
  }

  private ServerSnapshot snapshot(int active) {
    return snapshot(id, active);
  }

  private ServerSnapshot snapshot(String server, int active) {
    var since = Instant.parse("2026-11-21T10:00:00.123456Z");
    List<ServerSnapshot.RunningTask> running =
        IntStream.range(0, active)
            .mapToObj(
                i ->
                    new ServerSnapshot.RunningTask(
                        new TaskId(queue, "task-" + i),
                        "mail",
                        since,
                        i == 0 ? Optional.empty() : Optional.of(since.plusSeconds(i))))
            .toList();
    return new ServerSnapshot(
        server,
        "host-1",
        4711,
        since.minusSeconds(60),
        Map.of(queue, 6),
        true,
        10,
        ServerSnapshot.Status.RUNNING,
        active,
        running);
  }
}
