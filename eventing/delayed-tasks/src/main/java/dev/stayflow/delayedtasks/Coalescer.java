package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of the tasks of one queue that are stored one by one at the same time: a task goes
 * at once while fewer than two batches are under way, else with those that come until one of them
 * is answered ("natural batching"). When that takes long, a further batch goes nonetheless.
 */
final class Coalescer {
  private static final int USUALLY_UNDER_WAY = 2;

  /** Of the connections, which others need too. */
  private static final int MOST_UNDER_WAY = 6;

  /** Nobody waits for longer on behalf of others, while there are connections. */
  private static final long LONGEST_NANOS = Duration.ofMillis(1).toNanos();

  /** When Redis is away, who has waited for so long has waited for as long as a call may take. */
  private static final long HOPELESS_NANOS = Duration.ofSeconds(2).toNanos();

  private final EnqueueScript script;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private int underWay;
  private boolean watched;

  Coalescer(EnqueueScript script) {
    this.script = script;
  }

  /**
   * Stores a task. What depends on the answer must not block: it holds up a thread that others
   * need.
   *
   * @param here whether the caller may be held up while the first connection is made
   */
  CompletableFuture<Enqueued> store(TaskToStore task, boolean here) {
    var added = new Waiting(task, System.nanoTime(), new CompletableFuture<>());
    List<Waiting> batch;
    boolean watch;
    synchronized (this) {
      waiting.add(added);
      batch = underWay < USUALLY_UNDER_WAY ? take() : List.of();
      watch = batch.isEmpty() && !watched;
      watched = watched || watch;
    }
    if (here) {
      send(batch);
    } else {
      sendElsewhere(batch);
    }
    if (watch) {
      Thread.startVirtualThread(this::watch);
    }
    return added.answer();
  }

  /** Who calls it holds the lock. */
  private List<Waiting> take() {
    var batch = new ArrayList<Waiting>(Math.min(waiting.size(), EnqueueScript.MOST_TASKS));
    var bytes = 0;
    for (var next = waiting.peek(); next != null; next = waiting.peek()) {
      bytes += next.task().bytes();
      var full = batch.size() == EnqueueScript.MOST_TASKS || bytes > EnqueueScript.MOST_BYTES;
      if (full && !batch.isEmpty()) {
        break;
      }
      batch.add(waiting.remove());
    }
    underWay += batch.isEmpty() ? 0 : 1;
    return batch;
  }

  private void sendElsewhere(List<Waiting> batch) {
    if (!batch.isEmpty()) {
      Thread.startVirtualThread(() -> send(batch));
    }
  }

  private void send(List<Waiting> batch) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      var _ =
          script
              .store(batch.stream().map(Waiting::task).toList())
              .handle((results, fault) -> answered(batch, results, fault));
    } catch (Throwable e) { // even then nobody may wait for ever
      var _ = answered(batch, null, e);
    }
  }

  private boolean answered(
      List<Waiting> batch, @Nullable List<Enqueued> results, @Nullable Throwable fault) {
    List<Waiting> next;
    List<Waiting> hopeless;
    synchronized (this) {
      underWay--;
      hopeless = fault == null ? List.of() : hopeless();
      next = underWay < USUALLY_UNDER_WAY ? take() : List.of();
    }
    sendElsewhere(next); // this thread reads Redis's answers
    for (var i = 0; i < batch.size(); i++) {
      if (results == null) {
        fail(batch.get(i), fault);
      } else {
        batch.get(i).answer().complete(results.get(i));
      }
    }
    hopeless.forEach(one -> fail(one, fault));
    return results != null;
  }

  private static void fail(Waiting one, @Nullable Throwable fault) {
    var cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    one.answer().completeExceptionally(cause);
  }

  /** Who calls it holds the lock. */
  private List<Waiting> hopeless() {
    var found = new ArrayList<Waiting>();
    var now = System.nanoTime();
    while (!waiting.isEmpty() && now - waiting.peek().since() > HOPELESS_NANOS) {
      found.add(waiting.remove());
    }
    return found;
  }

  /** As long as tasks wait. */
  private void watch() {
    while (true) {
      List<Waiting> late = List.of();
      long left;
      synchronized (this) {
        if (waiting.isEmpty()) {
          watched = false;
          return;
        }
        left = waiting.peek().since() + LONGEST_NANOS - System.nanoTime();
        if (left <= 0) {
          late = underWay < MOST_UNDER_WAY ? take() : List.of();
          left = LONGEST_NANOS;
        }
      }
      sendElsewhere(late);
      if (late.isEmpty()) {
        LockSupport.parkNanos(left);
      }
    }
  }

  private record Waiting(TaskToStore task, long since, CompletableFuture<Enqueued> answer) {}
}
