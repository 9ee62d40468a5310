package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Runs tasks when they are due, never before, each at least once. Any number of servers share the
 * work of a Redis. Keeps the JVM alive until it is stopped.
 */
public final class DelayedTaskServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(8);

  private final RedisConnection redis;
  private final Slots slots;
  private final Worker worker;
  private final LeaseRenewer renewer;
  private final Claimer claimer;
  private boolean stopped;

  public DelayedTaskServer(
      RedisConnection redis, ServerOptions options, TaskHandler handler, RandomGenerator random) {
    this.redis = redis;
    this.slots = new Slots(options.concurrency());
    this.worker = new Worker(handler, options, slots, random);
    this.renewer = new LeaseRenewer(options.lease(), worker::inHand);
    this.claimer = new Claimer(options, redis, slots, worker::start);
  }

  /**
   * Begins to run tasks. When Redis is away, it begins once Redis comes.
   *
   * @throws RedisRefused when Redis is there and cannot be used as it is set up
   */
  public void start() {
    try {
      redis.requireNoEviction();
    } catch (RedisUnavailable e) {
      // the claimer tells of it and tries again
    }
    renewer.start();
    claimer.start();
  }

  /** Whether the last look at Redis succeeded, at most a sweep ago. */
  public boolean reachesRedis() {
    return claimer.reachesRedis();
  }

  /**
   * Takes no more tasks, lets those that run come to an end, and hands back to Redis what did not
   * within the grace period: it is due at once, with no attempt used up.
   *
   * @return whether everything came to an end
   */
  public synchronized boolean stop(Duration grace) throws InterruptedException {
    if (stopped) {
      return true;
    }
    stopped = true;
    claimer.stop();
    var finished = slots.awaitAllFree(grace);
    worker.abandon();
    renewer.stop();
    return finished;
  }

  /** Stops within 8 s. */
  @Override
  public void close() {
    try {
      stop(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
