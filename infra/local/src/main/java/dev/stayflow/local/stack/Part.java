package dev.stayflow.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one part of the stack running: starts it, watches it, starts it again when it ends. */
final class Part {
  private static final Logger log = LoggerFactory.getLogger(Part.class);
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration READY_POLL = Duration.ofMillis(100);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(25);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Plan.Part plan;
  private final InstantSource clock;
  private final Runnable changed;
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  private @Nullable Running running;
  private @Nullable CompletableFuture<Void> released;
  private PartState state = PartState.WAITING;
  private Instant since;
  private int restarts;

  Part(Plan.Part plan, InstantSource clock, Runnable changed) {
    this.plan = plan;
    this.clock = clock;
    this.changed = changed;
    this.since = clock.instant();
  }

  Plan.Part plan() {
    return plan;
  }

  /**
   * Completes when the part was ready, or a one-shot done, for the first time; or why it was not.
   */
  CompletableFuture<Void> firstReady() {
    return firstReady;
  }

  CompletableFuture<Void> ended() {
    return ended;
  }

  /** Begins to keep the part, once {@code dependencies} are ready. */
  void begin(List<CompletableFuture<Void>> dependencies) {
    Thread.ofVirtual().start(() -> keepIf(allReady(dependencies)));
  }

  private static boolean allReady(List<CompletableFuture<Void>> dependencies) {
    try {
      dependencies.forEach(CompletableFuture::join);
      return true;
    } catch (CompletionException | CancellationException e) {
      return false; // told by the part that failed
    }
  }

  private void keepIf(boolean dependenciesReady) {
    try {
      if (dependenciesReady && !isStopping()) {
        keep();
      }
    } catch (RuntimeException e) {
      firstReady.completeExceptionally(e);
      enter(PartState.FAILED);
    } finally {
      firstReady.cancel(false);
      ended.complete(null);
    }
  }

  private void keep() {
    var pause = FIRST_PAUSE;
    while (!isStopping()) {
      var began = clock.instant();
      runOnce();
      if (state() == PartState.DONE || isStopping() || pausedFor(pause)) {
        break;
      }
      var wasUpLong = began.plus(LONGEST_PAUSE.multipliedBy(2)).isBefore(clock.instant());
      pause = wasUpLong ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
    if (state() != PartState.DONE) {
      enter(PartState.STOPPED);
    }
  }

  /** From start to end; a first start that fails is thrown, later ones are tried again. */
  private void runOnce() {
    try {
      var started = start();
      if (plan.oneShot()) {
        finish(started);
      } else if (becomesReady(started)) {
        plan.function().ifPresent(function -> FuncRuns.add(function, plan.port()));
        enter(PartState.READY);
        firstReady.complete(null);
        started.onExit().join();
      } else if (!isStopping()) {
        throw notReady(started);
      }
      left(started);
    } catch (RuntimeException e) {
      if (!firstReady.isDone() || firstReady.isCompletedExceptionally()) {
        throw e;
      }
      log.atWarn().addKeyValue("part", plan.name()).log("Start failed: {}", e.getMessage());
    }
    if (!isStopping() && state() != PartState.DONE) {
      restartLater();
    }
  }

  /** Not under the lock: a start may take seconds, and reports must not wait for it. */
  private Running start() {
    enter(PartState.STARTING);
    var started = plan.launch().start();
    synchronized (this) {
      running = started;
    }
    changed.run();
    if (isStopping()) {
      started.stop(STOP_WITHIN);
    }
    return started;
  }

  private void finish(Running started) {
    var exit = started.onExit().join();
    if (exit != 0) {
      throw failure("ended with exit code " + exit);
    }
    enter(PartState.DONE);
    firstReady.complete(null);
  }

  private boolean becomesReady(Running started) {
    var limit = clock.instant().plus(READY_WITHIN);
    while (clock.instant().isBefore(limit) && !started.onExit().isDone()) {
      if (started.isReady()) {
        return true;
      }
      if (stops(READY_POLL)) {
        return false;
      }
    }
    return false;
  }

  private StackFailure notReady(Running started) {
    if (started.onExit().isDone()) {
      return failure("ended while starting, exit code " + started.onExit().join());
    }
    started.kill();
    return failure("was not ready within %d s".formatted(READY_WITHIN.toSeconds()));
  }

  private void left(Running started) {
    var exit = started.onExit().join();
    if (!plan.oneShot() && !isStopping()) {
      log.atWarn().addKeyValue("part", plan.name()).addKeyValue("exit", exit).log("Process ended");
    }
    // what it held, such as the lock of its directory, is given back
    started.stop(STOP_WITHIN);
    synchronized (this) {
      running = null;
    }
  }

  private void restartLater() {
    CompletableFuture<Void> held;
    synchronized (this) {
      restarts++;
      held = released;
    }
    if (held == null) {
      enter(PartState.RESTARTING);
    } else {
      enter(PartState.HELD);
      held.join();
    }
  }

  private StackFailure failure(String what) {
    return new StackFailure(
        "%s %s; the end of its log:%n%s".formatted(plan.name(), what, plan.launch().logEnd()));
  }

  /** Ends the process as a crash would; it is started again. */
  void kill() {
    var current = current();
    if (current != null) {
      current.kill();
    }
  }

  /** Ends the process as a crash would and keeps it down until {@link #release}. */
  void hold() {
    synchronized (this) {
      released = new CompletableFuture<>();
    }
    kill();
  }

  void release() {
    CompletableFuture<Void> held;
    synchronized (this) {
      held = released;
      released = null;
    }
    if (held != null) {
      held.complete(null);
    }
  }

  /** Waits until the part is ready; fails when it is not within {@code limit}. */
  void awaitReady(Duration limit) {
    var end = clock.instant().plus(limit);
    while (!isReady()) {
      if (clock.instant().isAfter(end) || stops(READY_POLL)) {
        throw failure("is not ready after " + limit.toSeconds() + " s");
      }
    }
  }

  /** Its own word counts: a process killed a moment ago may still be known as ready. */
  private boolean isReady() {
    var current = current();
    return state() == PartState.READY
        && current != null
        && !current.onExit().isDone()
        && current.isReady();
  }

  /** From now on the process is not started again, however it ends. */
  void beginStop() {
    stopping.countDown();
    plan.function().ifPresent(function -> FuncRuns.remove(function, plan.port()));
    release();
  }

  /** Ends the process for good, with SIGTERM and time to finish; after {@link #beginStop}. */
  void stop() {
    var current = current();
    if (current != null) {
      current.stop(STOP_WITHIN);
    }
    if (state() == PartState.WAITING) {
      enter(PartState.STOPPED);
      ended.complete(null);
    }
    ended.join();
  }

  private synchronized @Nullable Running current() {
    return running;
  }

  synchronized PartState state() {
    return state;
  }

  /** What others may know about the part. */
  synchronized PartReport report() {
    var process = running == null ? null : running.process();
    return new PartReport(
        plan.name(),
        state,
        process == null ? 0 : process.pid(),
        process == null ? "" : PartReport.startOf(process),
        plan.port(),
        restarts,
        since);
  }

  private void enter(PartState next) {
    synchronized (this) {
      state = next;
      since = clock.instant();
    }
    changed.run();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private boolean pausedFor(Duration pause) {
    return stops(pause);
  }

  /** Waits; true when the part was told to stop meanwhile. */
  private boolean stops(Duration limit) {
    try {
      return stopping.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The failure behind what a future carries. */
  static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : failure;
  }
}
