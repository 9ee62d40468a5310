package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Redis keeps for keys, as a person at a prompt would see it. */
final class LinesOfKeys {
  private static final Map<String, String> SIZES =
      Map.of("ready", "ZCARD", "waiting", "ZCARD", "turns", "ZCARD", "busy", "HLEN", "key", "HLEN");

  private LinesOfKeys() {}

  /** Waits until the queue is drained and no key holds or waits for anything. */
  static void awaitNothingHeld(RedisConnection redis, String queue) {
    await()
        .atMost(Work.LIMIT)
        .untilAsserted(
            () -> {
              var counts = new Inspector(redis).counts(queue);
              assertThat(counts.pending() + counts.active() + counts.retry()).isZero();
              assertThat(sizes(queue).values()).allMatch(size -> size.equals("0"), "none held");
            });
  }

  static Map<String, String> sizes(String queue) {
    return SIZES.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                part ->
                    TestRedis.SERVER.ask(
                        part.getValue(), "tasks:{" + queue + "}:" + part.getKey())));
  }

  /** Every task in exactly one state: the states add up to the stored tasks. */
  static void requireStatesAddUp(RedisConnection redis, String queue) {
    var counts = new Inspector(redis).counts(queue);
    var total = Stream.of(TaskState.values()).mapToLong(counts::of).sum();
    assertThat(Long.toString(total))
        .isEqualTo(TestRedis.SERVER.ask("HLEN", "tasks:{" + queue + "}:payload"));
  }
}
