package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs claimed tasks, each in a virtual thread, and reports how they ended. */
final class Worker {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final Duration REPORT_AGAIN = Duration.ofMillis(250);

  private final TaskHandler handler;
  private final ServerOptions options;
  private final Slots slots;
  private final RandomGenerator random;
  private final Map<TaskId, Run> runs = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("delayed-task-", 0).factory());

  Worker(TaskHandler handler, ServerOptions options, Slots slots, RandomGenerator random) {
    this.handler = handler;
    this.options = options;
    this.slots = slots;
    this.random = random;
  }

  /**
   * Takes over a slot, given back when the task is over. After a pause of this process its own task
   * may come back to it as an expired one: then the run that is under way goes on with the new
   * lease.
   */
  void start(QueueStore store, Lease lease) {
    var underWay = runs.get(lease.task().id());
    if (underWay != null && underWay.holdBy(lease)) {
      slots.giveBack(1);
      return;
    }
    var run = new Run(store, lease);
    runs.put(lease.task().id(), run);
    threads.execute(run);
  }

  /** The tasks in hand, by queue. */
  Map<QueueStore, List<Lease>> inHand() {
    return runs.values().stream()
        .collect(
            Collectors.groupingBy(
                run -> run.store, Collectors.mapping(run -> run.lease, Collectors.toList())));
  }

  /** Hands back what still runs, then interrupts it; how it ends no longer matters. */
  void abandon() {
    runs.values().forEach(run -> run.abandoned = true);
    inHand().forEach(Worker::release);
    runs.values().forEach(Run::interrupt);
    threads.shutdown();
  }

  private static void release(QueueStore store, List<Lease> leases) {
    try {
      LOG.atInfo()
          .addKeyValue(
              "tasks",
              RedisConnection.await(store.finish(leases.stream().map(Ending::release).toList())))
          .log("Handed back what could not be finished in time");
    } catch (RedisUnavailable e) {
      LOG.atWarn()
          .addKeyValue("tasks", leases.size())
          .log("Redis is away: unfinished tasks come back when their leases end");
    }
  }

  private final class Run implements Runnable {
    private final QueueStore store;
    private volatile Lease lease;
    private volatile boolean abandoned;
    private boolean ended;
    private volatile @Nullable Thread thread;

    Run(QueueStore store, Lease lease) {
      this.store = store;
      this.lease = lease;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      try {
        var outcome = attempt();
        end();
        report(outcome);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        thread = null;
        runs.remove(lease.task().id(), this);
        slots.giveBack(1);
      }
    }

    /** Whether the handler still works, and so can go on under the new lease. */
    synchronized boolean holdBy(Lease renewed) {
      if (!ended) {
        lease = renewed;
      }
      return !ended;
    }

    private synchronized void end() {
      ended = true;
    }

    void interrupt() {
      var running = thread;
      if (running != null) {
        running.interrupt();
      }
    }

    private Outcome attempt() {
      try {
        return handler.handle(lease.run());
      } catch (Throwable e) { // an Error of one task must not take the slot and the lease with it
        if (!abandoned) {
          LOG.atWarn()
              .addKeyValue("queue", lease.task().id().queue())
              .addKeyValue("task", lease.task().id().id())
              .addKeyValue("type", lease.task().type())
              .setCause(e)
              .log("A handler failed");
        }
        return afterFailure(e.toString());
      }
    }

    private Outcome afterFailure(String reason) {
      var failures = lease.run().attempt();
      return failures >= options.mostAttempts()
          ? new Outcome.Archive("gave up after %d attempts: %s".formatted(failures, reason))
          : new Outcome.Retry(options.backoff().after(failures, random), reason);
    }

    private void tell(Outcome outcome) {
      var task = lease.task();
      switch (outcome) {
        case Outcome.Done _ when task.retention().isZero() ->
            RedisConnection.await(
                store.exchange(
                    List.of(new Acknowledgement(task.id().id(), lease.token(), task.rememberFor())),
                    0,
                    options.lease(),
                    ""));
        case Outcome.Done done ->
            finish(Ending.done(lease, done.result().orElseGet(() -> new byte[0])));
        case Outcome.Retry retry -> finish(Ending.retry(lease, retry.after(), retry.reason()));
        case Outcome.Later later -> finish(Ending.later(lease, later.after()));
        case Outcome.Archive archive -> finish(Ending.archive(lease, archive.reason()));
        case Outcome.Revoke _ -> finish(Ending.revoke(lease));
      }
    }

    private void finish(Ending ending) {
      RedisConnection.await(store.finish(List.of(ending)));
    }

    /** Repeated while Redis is away: the effect happened, telling so spares a second delivery. */
    private void report(Outcome outcome) throws InterruptedException {
      while (!abandoned) {
        try {
          tell(outcome);
          return;
        } catch (RedisUnavailable e) {
          Thread.sleep(REPORT_AGAIN);
        }
      }
    }
  }
}
