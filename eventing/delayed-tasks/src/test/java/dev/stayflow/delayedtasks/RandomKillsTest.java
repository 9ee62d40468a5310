package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes and Redis are killed at random while tasks come in. */
@Tag("long")
class RandomKillsTest {
  private static final int ROUNDS = 10;
  private static final int WORKERS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void whateverIsKilledEveryAcknowledgedTaskRuns() throws Exception {
    var seed = Long.getLong("kills.seed", new Random().nextLong());
    var random = new Random(seed);
    var workers = new ArrayList<KilledProcess>();
    var kills = new ArrayList<Instant>();
    var redisKilled = 0;
    var redis = start(0);
    try (var connection = TestRedis.connect(redis);
        var load = new SteadyLoad(connection, "kills", seed)) {
      for (var i = 0; i < WORKERS; i++) {
        workers.add(KilledProcess.start(redis.url(), "kills", directory.resolve("effects-" + i)));
      }
      load.start();
      for (var round = 0; round < ROUNDS; round++) {
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(500, 3000)).toNanos());
        var kill = random.nextInt(3);
        kills.add(Instant.now());
        if (kill > 0) {
          var worker = random.nextInt(WORKERS);
          workers.set(worker, workers.get(worker).killedAndStarted());
        }
        if (kill < 2) {
          redis.kill();
          redis = start(redis.port());
          redisKilled++;
        }
      }
      var acknowledged = load.stop();
      await()
          .atMost(LIMIT)
          .ignoreExceptionsInstanceOf(RedisUnavailable.class)
          .untilAsserted(() -> Invariants.checkEmpty(Snapshot.of(connection, "kills")));
      Invariants.check(Snapshot.of(connection, "kills"));

      var effects = EffectLog.read(workers.stream().map(KilledProcess::log).toList());
      System.out.printf(
          "kills: %d rounds, %d workers, %d Redis; %d acknowledged, %d runs, %d again, %d early, %d"
              + " lost, seed %d%n",
          ROUNDS,
          workers.stream().mapToInt(KilledProcess::kills).sum(),
          redisKilled,
          acknowledged.size(),
          effects.runs().size(),
          effects.again().size(),
          effects.early().size(),
          effects.missing(acknowledged).size(),
          seed);
      assertThat(acknowledged).hasSizeGreaterThan(1000);
      assertThat(effects.missing(acknowledged)).as("acknowledged and never run").isEmpty();
      assertThat(effects.early()).as("run before they were due").isEmpty();
      assertThat(effects.again())
          .as("run again without a crash between")
          .allMatch(
              pair ->
                  kills.stream()
                      .anyMatch(
                          at ->
                              at.isAfter(pair.first().minusSeconds(1))
                                  && at.isBefore(pair.second())));
    } finally {
      workers.forEach(KilledProcess::close);
      redis.close();
    }
  }

  private RedisServer start(int port) {
    return RedisServer.start(directory.resolve("redis"), port, "--appendfsync", "always");
  }
}
