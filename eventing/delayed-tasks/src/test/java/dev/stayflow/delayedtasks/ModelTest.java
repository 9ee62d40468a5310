package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random sequences of all that can happen to a queue, on Redis and on a plain model of it. */
@Tag("core")
class ModelTest {
  private static final int STEPS = 40;

  @Test
  void redisDoesWhatTheModelSays() {
    run(
        Long.getLong("model.seed", new Random().nextLong()),
        Integer.getInteger("model.sequences", 200));
  }

  @Test
  @Tag("long")
  void redisDoesWhatTheModelSaysForLong() {
    run(
        Long.getLong("model.seed", new Random().nextLong()),
        Integer.getInteger("model.sequences", 4_000));
  }

  /** Sequence i of a run has the seed of the run plus i, so that -Dmodel.seed repeats it alone. */
  private static void run(long seed, int sequences) {
    var begun = System.nanoTime();
    try (var redis = TestRedis.connect()) {
      for (var i = 0; i < sequences; i++) {
        var steps = new RandomSteps(seed + i).take(STEPS);
        var failure = tried(redis, steps);
        if (failure.isPresent()) {
          report(redis, seed + i, steps, failure.get());
        }
      }
    }
    System.out.printf(
        "model: %d sequences, %d steps in %d s from seed %d%n",
        sequences,
        sequences * STEPS,
        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
        seed);
    assertThat(sequences).isPositive();
  }

  private static Optional<Throwable> tried(RedisConnection redis, List<Step> steps) {
    try {
      new ModelRun(redis, TestRedis.freshQueue()).run(steps);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  private static void report(
      RedisConnection redis, long seed, List<Step> steps, Throwable failure) {
    var shortest = new ArrayList<>(steps);
    var latest = failure;
    for (var size = steps.size() / 2; size > 0; size /= 2) {
      for (var from = 0; from + size <= shortest.size(); ) {
        var fewer = new ArrayList<>(shortest);
        fewer.subList(from, from + size).clear();
        var still = tried(redis, fewer);
        if (still.isPresent()) {
          shortest = fewer;
          latest = still.get();
        } else {
          from += size;
        }
      }
    }
    fail(
        "seed %d, these steps are enough:%n%s"
            .formatted(
                seed, shortest.stream().map(Step::toString).collect(Collectors.joining("\n"))),
        latest);
  }
}
