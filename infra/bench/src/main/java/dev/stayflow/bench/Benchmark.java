package dev.stayflow.bench;

/** One thing that is measured. */
@FunctionalInterface
interface Benchmark {
  /** Measures it on a Redis that holds no tasks, and writes its lines. */
  void run(RedisUnderTest redis, Sizes sizes, Report report) throws InterruptedException;
}
