package dev.stayflow.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * What this machine and its Redis can do at the moment: PINGs on one connection, many under way.
 * Taken between the benchmarks, so that a noisy spell shows in its spread.
 */
final class Yardstick {
  private static final int BATCHES = 2000;
  private static final int DEPTH = 128;

  private final List<Double> samples = new ArrayList<>();

  void take(RedisUnderTest redis, Sizes sizes) {
    var batches = sizes.of(BATCHES);
    var began = System.nanoTime();
    redis.socket().ping(batches, DEPTH);
    samples.add(batches * DEPTH * 1e9 / (System.nanoTime() - began));
  }

  void report(Report report) {
    report.figure("redis.ping_pipelined", Samples.of(samples), "ops/s");
  }
}
