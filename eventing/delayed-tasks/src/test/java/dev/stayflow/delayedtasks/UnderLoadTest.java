package dev.stayflow.delayedtasks;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several servers, clients and people at one queue at once; then the queue must fit together. */
@Tag("core")
class UnderLoadTest {
  private static final int SERVERS = 3;
  private static final int CALLERS = 4;
  private static final Duration LOAD = Duration.ofSeconds(2);

  @Test
  void whatManyDoAtOnceLeavesEachTaskDoneOnceOrTakenAway() throws Exception {
    var seed = Long.getLong("load.seed", new Random().nextLong());
    var queue = TestRedis.freshQueue();
    var effects = new Effects(seed);
    var connections = new ArrayList<RedisConnection>();
    var servers = new ArrayList<DelayedTaskServer>();
    try (var redis = TestRedis.connect()) {
      var people = new People(redis, queue, effects);
      people.limit(People.ONE_OF_A_KEY);
      for (var i = 0; i < SERVERS; i++) {
        connections.add(TestRedis.connect());
        var options = ServerOptions.of(queue).withLease(Duration.ofSeconds(30));
        servers.add(Work.serve(connections.getLast(), options, effects));
      }
      load(people, seed);
      people.letEverythingRun();
      await()
          .atMost(Work.LIMIT)
          .untilAsserted(
              () -> {
                people.runWhatWasArchived();
                Invariants.checkEmpty(Snapshot.of(redis, queue));
              });
      Invariants.check(Snapshot.of(redis, queue));
    } finally {
      servers.forEach(DelayedTaskServer::close);
      connections.forEach(RedisConnection::close);
    }
    System.out.printf("under load: %s, seed %d%n", effects, seed);
    effects.check();
  }

  private static void load(People people, long seed) throws Exception {
    try (var threads = Executors.newFixedThreadPool(CALLERS)) {
      var until = System.nanoTime() + LOAD.toNanos();
      var ends = new ArrayList<Future<?>>();
      IntStream.range(0, CALLERS)
          .forEach(
              caller ->
                  ends.add(
                      threads.submit(
                          () -> {
                            var random = new Random(seed + caller);
                            for (var i = 0; System.nanoTime() < until; i++) {
                              people.doSomething(random, caller + "-" + i);
                            }
                          })));
      for (var end : List.copyOf(ends)) {
        end.get();
      }
    }
  }
}
