package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Tells Redis what its server has counted. */
final class Bookkeeper implements Runnable {
  static final Duration EVERY = Duration.ofSeconds(5);

  private final List<ServedQueue> queues;
  private final RedisConnection redis;

  Bookkeeper(List<ServedQueue> queues, RedisConnection redis) {
    this.queues = queues;
    this.redis = redis;
  }

  @Override
  public void run() {
    queues.forEach(this::tell);
  }

  /** When the answer is lost, that minute may be counted twice: these are figures, not accounts. */
  private void tell(ServedQueue queue) {
    var counts = queue.counts().take();
    if (LongStream.of(counts).allMatch(count -> count == 0)) {
      return;
    }
    try {
      new QueueMinutes(queue.store().queue(), redis).add(counts);
    } catch (RuntimeException e) {
      queue.counts().giveBack(counts);
      throw e;
    }
  }
}
