package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role that combines groups: takes tasks of those that are ready under a lease, has one task
 * made of them and stores it in the moment in which they end. Any number of aggregators share the
 * work; a killed one loses its tasks to their group when the lease ends.
 */
final class Aggregator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final int MOST_AT_ONCE = 10;
  private static final int RENEWALS_A_LEASE = 3;
  private static final Duration REPEAT_AFTER = Duration.ofMillis(250);
  private static final Duration GRACE = Duration.ofSeconds(8);

  private final List<GroupStore> queues;
  private final GroupOptions options;
  private final Duration lease;
  private final Duration sweep;
  private final Supplier<String> tokens;
  private final FailingGroups failing = new FailingGroups();
  private final Outage outage = new Outage("Combining groups");
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Map<GroupPart, Thread> inHand = new ConcurrentHashMap<>();
  private final Set<GroupPart> abandoned = ConcurrentHashMap.newKeySet();
  private final Beat renewal;
  private final Thread thread =
      Thread.ofPlatform().name("delayed-tasks-aggregator").daemon().unstarted(this::run);
  private volatile boolean stopping;

  /**
   * @param sweep how often to look for groups at least
   * @param tokens of which each is given once, ever
   */
  Aggregator(
      RedisConnection redis,
      Collection<String> queues,
      GroupOptions options,
      Duration lease,
      Duration sweep,
      Supplier<String> tokens) {
    this.queues = queues.stream().map(queue -> new GroupStore(queue, redis)).toList();
    this.options = options;
    this.lease = lease;
    this.sweep = sweep;
    this.tokens = tokens;
    this.renewal = new Beat("group-renewer", lease.dividedBy(RENEWALS_A_LEASE), this::renew);
  }

  void start() {
    renewal.start();
    thread.start();
  }

  /**
   * Takes no more groups, lets functions that run come to an end, and gives the tasks of the others
   * back to their groups.
   */
  void stop(Duration grace) throws InterruptedException {
    if (stopping) {
      return;
    }
    stopping = true;
    LockSupport.unpark(thread);
    thread.join();
    if (!places.tryAcquire(MOST_AT_ONCE, grace.toNanos(), TimeUnit.NANOSECONDS)) {
      abandoned.addAll(inHand.keySet());
      abandoned.forEach(this::giveBack);
      inHand.values().forEach(Thread::interrupt);
    }
    renewal.stop();
  }

  /** Stops within about 8 s. */
  @Override
  public void close() {
    try {
      stop(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      Duration wait;
      try {
        wait = collectAll();
        outage.over();
      } catch (RuntimeException e) { // whatever it is, this thread must go on
        wait = outage.failed(e);
      }
      if (!stopping && wait.isPositive()) {
        LockSupport.parkNanos(this, wait.toNanos());
      }
    }
  }

  /** Takes what is ready; tells for how long there will be nothing else. */
  private Duration collectAll() {
    var wait = sweep;
    for (var queue : queues) {
      var left = collect(queue);
      wait = left.compareTo(wait) < 0 ? left : wait;
    }
    return wait;
  }

  private Duration collect(GroupStore queue) {
    while (!stopping && places.tryAcquire()) {
      var taken = false;
      try {
        var collected = queue.collect(options, lease, tokens.get(), failing.in(queue.queue()));
        var part = collected.part();
        if (part.isEmpty()) {
          return collected.left();
        }
        taken = !part.get().leases().isEmpty();
        if (taken) {
          begin(part.get());
        }
      } finally {
        if (!taken) {
          places.release();
        }
      }
    }
    return sweep; // or until a place is free
  }

  private void begin(GroupPart part) {
    var worker =
        Thread.ofVirtual().name("delayed-tasks-group").unstarted(() -> combineAndForget(part));
    inHand.put(part, worker);
    worker.start();
  }

  private void combineAndForget(GroupPart part) {
    try {
      combine(part);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inHand.remove(part);
      places.release();
      LockSupport.unpark(thread);
    }
  }

  private void combine(GroupPart part) throws InterruptedException {
    Task combined;
    try {
      combined = options.aggregator().combine(part.group(), part.tasks());
      requireStorable(part, combined);
    } catch (Throwable e) { // an Error of one group must not keep the place and the leases
      failed(part, e);
      return;
    }
    while (!abandoned.contains(part)) {
      try {
        store(part, combined);
        return;
      } catch (RedisUnavailable e) {
        Thread.sleep(REPEAT_AFTER); // a repeat finds that the tasks have ended, if they have
      } catch (RuntimeException e) {
        failed(part, e);
        return;
      }
    }
  }

  private void store(GroupPart part, Task combined) {
    switch (part.store().combine(part, combined)) {
      case DONE -> failing.succeeded(part.store().queue(), part.group());
      case NOT_HELD -> giveBack(part);
      case ID_IS_TAKEN ->
          failed(
              part,
              new IllegalStateException("there is another task of the id " + combined.id().id()));
    }
  }

  private static void requireStorable(GroupPart part, Task combined) {
    if (!combined.id().queue().equals(part.store().queue())) {
      throw new IllegalArgumentException(
          "tasks of the queue %s were combined into one of the queue %s; it has to be the same"
              .formatted(part.store().queue(), combined.id().queue()));
    }
    if (combined.unique().isPresent()) {
      throw new IllegalArgumentException("the task of a group cannot have a lock (uniqueFor)");
    }
  }

  private void failed(GroupPart part, Throwable cause) {
    if (abandoned.contains(part)) {
      return;
    }
    failing.failed(part.store().queue(), part.group());
    LOG.atWarn()
        .addKeyValue("queue", part.store().queue())
        .addKeyValue("group", part.group())
        .addKeyValue("tasks", part.leases().size())
        .setCause(cause)
        .log("A group could not be combined; its tasks go back to it");
    giveBack(part);
  }

  private void giveBack(GroupPart part) {
    try {
      part.store().giveBack(part);
    } catch (RedisUnavailable e) {
      LOG.atDebug().setCause(e).log("Tasks go back to their group when their leases end");
    }
  }

  private void renew() {
    inHand.keySet().forEach(part -> part.store().renew(part, lease));
  }
}
