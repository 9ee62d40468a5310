package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/** The thread that fetches due tasks: it sleeps until the next one is due anywhere. */
final class Claimer implements Runnable {
  private final List<ServedQueue> queues;
  private final ServerOptions options;
  private final RedisConnection redis;
  private final Slots slots;
  private final BiConsumer<QueueStore, Lease> start;
  private final Outage outage = new Outage("Claiming tasks");
  private final String tokenPrefix = UUID.randomUUID() + ":";
  private final Thread thread =
      Thread.ofPlatform().name("delayed-tasks-claimer").daemon(false).unstarted(this);
  private volatile boolean stopping;
  private long claims;
  private int turn;

  /**
   * @param start takes over a claimed task and one slot
   */
  Claimer(
      ServerOptions options,
      RedisConnection redis,
      Slots slots,
      BiConsumer<QueueStore, Lease> start) {
    this.options = options;
    this.redis = redis;
    this.slots = slots;
    this.start = start;
    this.queues =
        options.queues().stream()
            .map(
                queue ->
                    new ServedQueue(new QueueStore(queue, redis), new WakeTime(options.sweep())))
            .toList();
  }

  void start() {
    thread.start();
  }

  /** Returns when the last claim is over; what it brought is handed back. */
  void stop() throws InterruptedException {
    stopping = true;
    slots.close();
    LockSupport.unpark(thread);
    thread.join();
  }

  boolean reachesRedis() {
    return outage.reached();
  }

  @Override
  public void run() {
    while (!stopping) {
      var left = nanosLeft();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
        continue;
      }
      try {
        claimFrom(nextQueue());
        outage.over();
      } catch (RuntimeException e) { // whatever it is, this thread must go on
        pause(outage.failed(e));
      }
    }
  }

  private long nanosLeft() {
    return queues.stream().mapToLong(queue -> queue.wake().nanosLeft()).min().orElseThrow();
  }

  /** The next in turn that has something to do, so that a busy queue does not starve the others. */
  private ServedQueue nextQueue() {
    for (var i = 0; i < queues.size(); i++) {
      var queue = queues.get(turn);
      turn = (turn + 1) % queues.size();
      if (queue.wake().nanosLeft() <= 0) {
        return queue;
      }
    }
    return queues.getFirst();
  }

  private void claimFrom(ServedQueue queue) {
    if (!outage.reached()) {
      redis.requireNoEviction();
    }
    queue.listen(thread);
    var taken = slots.takeFree();
    if (taken == 0) {
      return;
    }
    var given = 0;
    try {
      queue.wake().beforeClaim();
      var claim =
          RedisConnection.await(
              queue.store().exchange(List.of(), taken, options.lease(), tokenPrefix + claims++));
      queue.wake().afterClaim(claim, claim.leases().size() == taken || claim.sorting());
      if (stopping && !claim.leases().isEmpty()) {
        var _ =
            RedisConnection.await(
                queue.store().finish(claim.leases().stream().map(Ending::release).toList()));
        return;
      }
      for (var lease : claim.leases()) {
        start.accept(queue.store(), lease);
        given++;
      }
    } finally {
      slots.giveBack(taken - given);
    }
  }

  private void pause(Duration time) {
    if (!stopping) {
      LockSupport.parkNanos(this, time.toNanos());
    }
  }

  /** A queue and when to look at it. */
  private static final class ServedQueue {
    private final QueueStore store;
    private final WakeTime wake;
    private boolean listening;

    ServedQueue(QueueStore store, WakeTime wake) {
      this.store = store;
      this.wake = wake;
    }

    QueueStore store() {
      return store;
    }

    WakeTime wake() {
      return wake;
    }

    /** Once; the connection keeps the subscription up from then on. */
    void listen(Thread claimer) {
      if (!listening) {
        store.listen(
            news -> {
              if (!news.startsWith("x")) {
                wake.announce(Long.parseLong(news));
                LockSupport.unpark(claimer);
              }
            });
        listening = true;
      }
    }
  }
}
