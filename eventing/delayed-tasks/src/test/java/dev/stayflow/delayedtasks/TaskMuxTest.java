package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskMuxTest {
  private final RedisConnection redis = TestRedis.connect();
  private final String queue = TestRedis.freshQueue();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    redis.close();
  }

  @Test
  void theExactTypeComesFirstThenTheLongestPrefix() {
    var mux =
        new TaskMux()
            .onPrefix("", noting("any"))
            .onPrefix("mail:", noting("mail"))
            .onPrefix("mail:guest:", noting("mail to guest"))
            .on("mail:guest:welcome", noting("welcome"));

    serve(mux, "mail:guest:welcome", "mail:guest:bill", "mail:host", "sms", "mail:gu");

    assertThat(calls)
        .containsExactlyInAnyOrder(
            "welcome of mail:guest:welcome",
            "mail to guest of mail:guest:bill",
            "mail of mail:host",
            "any of sms",
            "mail of mail:gu");
  }

  @Test
  void middlewareSurroundsTheHandlerTheFirstAddedOutermost() {
    serve(new TaskMux().use(around("outer")).on("t", noting("handler")).use(around("inner")), "t");

    assertThat(calls)
        .containsExactly(
            "outer before", "inner before", "handler of t", "inner after", "outer after");
  }

  @Test
  void middlewareSeesUnknownTypesTooAndMayAnswerForThem() {
    var mux =
        new TaskMux()
            .use(
                next ->
                    run -> {
                      try {
                        return next.handle(run);
                      } catch (IllegalStateException e) {
                        calls.add(e.getMessage());
                        return new Outcome.Revoke();
                      }
                    });

    serve(mux, "strange");

    assertThat(calls).containsExactly("no handler for tasks of type strange");
    Work.awaitCounts(redis, queue, 0, 0, 0, 0);
  }

  @Test
  void aTypeOrPrefixHasOneHandler() {
    var mux = new TaskMux().on("a", noting("a")).onPrefix("p", noting("p"));

    assertThatThrownBy(() -> mux.on("a", noting("other"))).hasMessageContaining("type a");
    assertThatThrownBy(() -> mux.onPrefix("p", noting("other"))).hasMessageContaining("\"p\"");
  }

  private void serve(TaskMux mux, String... types) {
    var client = TestRedis.client(redis);
    for (var type : types) {
      client.enqueue(Task.of(type, new byte[0]).inQueue(queue));
    }
    try (var server = new DelayedTaskServer(redis, ServerOptions.of(queue), mux, new Random(1))) {
      server.start();
      await()
          .atMost(Work.LIMIT)
          .until(
              () -> {
                var counts = new Inspector(redis).counts(queue);
                return counts.pending() + counts.active() + counts.scheduled() == 0;
              });
    }
  }

  private TaskHandler noting(String name) {
    return run -> {
      calls.add(name + " of " + run.task().type());
      return new Outcome.Done();
    };
  }

  private Middleware around(String name) {
    return next ->
        run -> {
          calls.add(name + " before");
          var outcome = next.handle(run);
          calls.add(name + " after");
          return outcome;
        };
  }
}
