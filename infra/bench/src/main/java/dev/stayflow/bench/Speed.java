package dev.stayflow.bench;

/** A benchmark whose figure is a throughput. */
interface Speed extends Benchmark {
  /** The name of its line. */
  String figure();

  /** One round, on a Redis that it clears first. */
  Throughput once(RedisUnderTest redis, Sizes sizes) throws InterruptedException;

  @Override
  default void run(RedisUnderTest redis, Sizes sizes, Report report) throws InterruptedException {
    Throughput.report(report, figure(), sizes.rounds().of(() -> once(redis, sizes)));
  }
}
