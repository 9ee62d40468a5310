package dev.stayflow.local.stack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one part of the stack running: starts it, watches it, starts it again when it ends. */
final class Part {
  private static final Logger log = LoggerFactory.getLogger(Part.class);
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration READY_POLL = Duration.ofMillis(100);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(25);

  private final Plan.Part plan;
  private final InstantSource clock;
  private final Runnable changed;
  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Gate hold = new Gate();

  private @Nullable Running running;
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

  /** Begins to keep the part, once what it depends on turns out to be ready. */
  void begin(BooleanSupplier dependencies) {
    Thread.ofVirtual().start(() -> keepIf(dependencies.getAsBoolean()));
  }

  private void keepIf(boolean dependenciesReady) {
    try {
      if (dependenciesReady) {
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
    var backoff = new Backoff();
    while (mayStart()) {
      var began = clock.instant();
      runOnce();
      if (state() == PartState.DONE || isStopping()) {
        break;
      }
      synchronized (this) {
        restarts++;
      }
      enter(PartState.RESTARTING);
      stops(backoff.pauseAfter(Duration.between(began, clock.instant())));
    }
    if (state() != PartState.DONE) {
      enter(PartState.STOPPED);
    }
  }

  /** Waits while it is held. From a yes on, {@link #stop} waits for what is started. */
  private boolean mayStart() {
    if (hold.isClosed()) {
      enter(PartState.HELD);
      hold.await();
    }
    synchronized (this) {
      if (isStopping()) {
        return false;
      }
      state = PartState.STARTING;
      since = clock.instant();
    }
    changed.run();
    return true;
  }

  /** From start to end; a first start that fails is thrown, later ones are tried again. */
  private void runOnce() {
    try {
      var started = start();
      try {
        serve(started);
      } finally {
        leave(started);
      }
    } catch (RuntimeException e) {
      if (!firstReady.isDone()) {
        throw e;
      }
      log.atWarn().addKeyValue("part", plan.name()).log("Start failed: {}", e.getMessage());
    }
  }

  private void serve(Running started) {
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
  }

  /** Not under the lock: a start may take seconds, and reports must not wait for it. */
  private Running start() {
    var started = plan.launch().start();
    synchronized (this) {
      running = started;
    }
    changed.run();
    if (isStopping()) {
      started.stop(STOP_WITHIN);
    } else if (hold.isClosed()) {
      started.kill();
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

  /** Waits for the end and gives back what the process held, such as the lock of its directory. */
  private void leave(Running started) {
    var exit = started.onExit().join();
    if (!plan.oneShot() && !isStopping()) {
      log.atWarn().addKeyValue("part", plan.name()).addKeyValue("exit", exit).log("Process ended");
    }
    started.stop(STOP_WITHIN);
    synchronized (this) {
      running = null;
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
    hold.close();
    kill();
  }

  void release() {
    hold.open();
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
    if (stoppedBeforeItBegan()) {
      changed.run();
      ended.complete(null);
    }
    ended.join();
  }

  private synchronized boolean stoppedBeforeItBegan() {
    if (state == PartState.WAITING) {
      state = PartState.STOPPED;
      return true;
    }
    return false;
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

  /** Waits; true when the part was told to stop meanwhile. */
  private boolean stops(Duration limit) {
    try {
      return stopping.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
