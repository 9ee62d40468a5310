package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * The thread that shares free slots among the queues, has what is worth it sent to Redis, and
 * sleeps until something ends or the next task is due anywhere.
 */
final class Driver implements Runnable {
  private static final long AT_MOST = 1_000_000_000; // ns

  private final List<Exchanger> queues;
  private final Shares shares;
  private final Semaphore slots;
  private final RedisConnection redis;
  private final Outage outage;
  private final Bell bell;
  private final boolean[] busy;
  private final Thread thread =
      Thread.ofPlatform().name("delayed-tasks-driver").daemon(false).unstarted(this);
  private volatile boolean closed;
  private volatile boolean ending;
  private volatile long endAt;

  Driver(
      List<Exchanger> queues,
      Shares shares,
      Semaphore slots,
      RedisConnection redis,
      Outage outage,
      Bell bell) {
    this.queues = queues;
    this.shares = shares;
    this.slots = slots;
    this.redis = redis;
    this.outage = outage;
    this.bell = bell;
    this.busy = new boolean[queues.size()];
  }

  void start() {
    thread.start();
  }

  /** Claims nothing more; goes on to tell what ends. */
  void stopClaiming() {
    closed = true;
    queues.forEach(Exchanger::close);
    bell.ring();
  }

  /**
   * Returns when all that ended was told, or after the limit.
   *
   * @return whether all was told
   */
  boolean end(Duration limit) throws InterruptedException {
    endAt = System.nanoTime() + limit.toNanos();
    ending = true;
    bell.ring();
    thread.join();
    return queues.stream().allMatch(Exchanger::isQuiet);
  }

  @Override
  public void run() {
    while (!isOver()) {
      bell.expect();
      var left = AT_MOST;
      try {
        left = round();
      } catch (RuntimeException e) { // whatever it is, this thread must go on
        left = outage.failed(e).toNanos();
      }
      if (left > 0) {
        bell.await(ending ? Math.min(left, endAt - System.nanoTime()) : left);
      }
    }
  }

  private boolean isOver() {
    return ending
        && (endAt - System.nanoTime() <= 0 || queues.stream().allMatch(Exchanger::isQuiet));
  }

  /** Sends what is worth it; tells for how many nanoseconds there will be nothing else to do. */
  private long round() {
    var pause = outage.nanosLeft();
    if (pause > 0) {
      return pause;
    }
    if (!outage.reached()) {
      if (queues.stream().anyMatch(Exchanger::isUnderWay)) {
        return AT_MOST; // the answer will tell
      }
      redis.requireNoEviction();
    }
    queues.forEach(Exchanger::listen);
    share();
    queues.forEach(Exchanger::send);
    return nanosLeft();
  }

  private void share() {
    var some = false;
    for (var i = 0; i < busy.length; i++) {
      busy[i] = queues.get(i).isBusy();
      some |= busy[i];
      if (!busy[i]) {
        queues.get(i).waive();
      }
    }
    if (some) {
      var granted = shares.of(slots.drainPermits(), busy);
      for (var i = 0; i < busy.length; i++) {
        queues.get(i).grant(granted[i]);
      }
    }
  }

  /**
   * A queue that was busy when slots were shared waits for slots or for an answer, which ring the
   * bell. One that became busy since is not waited for.
   */
  private long nanosLeft() {
    var left = AT_MOST;
    for (var i = 0; i < busy.length; i++) {
      if (!busy[i] && !closed) {
        left = Math.min(left, queues.get(i).queue().wake().nanosLeft());
      }
    }
    return left;
  }
}
