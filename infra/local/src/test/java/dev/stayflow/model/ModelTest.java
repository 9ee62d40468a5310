package dev.stayflow.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Whatever guests, hosts, the provider and the clock do, in whatever order and how often, stands in
 * the end as a plain model allows. {@code -Dseed=4711 -Dsequences=1} plays one again.
 */
@Isolated("it needs the whole machine")
class ModelTest {
  /** So many are played side by side. */
  private static final int AT_ONCE = 16;

  private static final int FAILURES_TOLD = 3;
  private static final AtomicLong NUMBERS = new AtomicLong();

  private static final long SEED =
      Long.getLong("seed", RandomGenerator.getDefault().nextLong(1_000_000_000));

  private static World world;
  private static Minutes minutes;

  @BeforeAll
  static void start() {
    world = new World(SEED);
    minutes = new Minutes(world);
  }

  @AfterAll
  static void stop() {
    minutes.close();
    world.close();
    assertThat(minutes.faults()).as("what went wrong each minute").isEmpty();
  }

  @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @Test
  void a_hundred_sequences_end_as_the_model_allows() {
    play(Integer.getInteger("sequences", 100));
  }

  @Tag("long")
  @Timeout(value = 1200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  @Test
  void two_thousand_sequences_end_as_the_model_allows() {
    play(Integer.getInteger("sequences", 2000));
  }

  private static void play(int sequences) {
    System.out.printf("model: seed %d, %d sequences%n", SEED, sequences);
    List<String> failures = new CopyOnWriteArrayList<>();
    AtomicInteger ended = new AtomicInteger();
    long began = System.nanoTime();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < sequences; i++) {
        Script script = Script.of(SEED + i);
        threads.execute(() -> play(script, failures, ended));
      }
    }
    assertThat(failures)
        .as("%d of %d sequences", failures.size(), sequences)
        .withFailMessage(() -> String.join("\n\n", failures))
        .isEmpty();
    assertThat(ended).as("sequences played to their end").hasValue(sequences);
    new Books(world).check();
    System.out.printf(
        "model: %d sequences in %d s, %d repeats absorbed%n",
        sequences, Duration.ofNanos(System.nanoTime() - began).toSeconds(), world.repeats());
  }

  private static void play(Script script, List<String> failures, AtomicInteger ended) {
    if (failures.size() >= FAILURES_TOLD) {
      return;
    }
    try {
      new Play(world, script, NUMBERS.incrementAndGet()).play();
      ended.incrementAndGet();
    } catch (Throwable wrong) { // one that nobody hears of would pass
      failures.add("-Dseed=%d -Dsequences=1: %s".formatted(script.seed(), wrong));
    }
  }
}
