package dev.stayflow.delayedtasks;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Calls the handler and judges how the attempt ended. */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);

  private final TaskHandler handler;
  private final ServerOptions options;
  private final RandomGenerator random;

  Attempts(TaskHandler handler, ServerOptions options, RandomGenerator random) {
    this.handler = handler;
    this.options = options;
    this.random = random;
  }

  Run prepare(ServedQueue queue, Lease lease) {
    return new Run(
        queue, lease, lease.task().maxRetries().orElse(options.maxRetries()), options.timeout());
  }

  /** Why the task is not to be run at all, or null. */
  @Nullable Outcome refusal(Run run) {
    var lease = run.lease();
    if (options.mostLosses() > 0 && lease.losses() > options.mostLosses()) {
      return failed(
          run,
          "lost %d leases: its workers died or hung, perhaps because of it"
              .formatted(lease.losses()),
          null,
          false);
    }
    var deadline = lease.task().deadline();
    return deadline.isPresent() && !lease.claimedAt().isBefore(deadline.get())
        ? failed(run, "the deadline passed before the attempt: " + deadline.get(), null, false)
        : null;
  }

  Outcome outcome(Run run) {
    try {
      return bounded(run, handler.handle(run.view()));
    } catch (Throwable e) { // an Error of one task must not take the slot and the lease with it
      return afterError(run, e);
    }
  }

  /** A handler that asks for another try names the wait itself; the task's own bound holds. */
  private Outcome bounded(Run run, Outcome outcome) {
    if (!run.isRunning()) {
      return outcome; // cancelled or handed back: nobody listens
    }
    return switch (outcome) {
      case Outcome.Retry retry -> {
        var retries = run.view().task().maxRetries();
        yield retries.isPresent() && run.view().attempt() > retries.getAsInt()
            ? failed(run, gaveUp(run, retry.reason()), null, false)
            : told(run, retry.reason(), null, retry);
      }
      case Outcome.Archive archive -> told(run, archive.reason(), null, archive);
      case Outcome.Done _, Outcome.Later _, Outcome.Revoke _ -> outcome;
    };
  }

  private Outcome afterError(Run run, Throwable error) {
    if (!run.isRunning()) {
      return new Outcome.Revoke();
    }
    var limit = run.limit().timeout();
    if (run.isOutOfTime() && limit == null) {
      return failed(
          run, "the deadline passed: " + run.view().task().deadline().orElseThrow(), error, false);
    }
    var reason = run.isOutOfTime() ? "took longer than " + limit : error.toString();
    log(run, LOG.atWarn()).setCause(error).log("A handler failed");
    var givesUp = run.view().attempt() > run.view().maxRetries();
    return failed(run, givesUp ? gaveUp(run, reason) : reason, error, !givesUp);
  }

  private static String gaveUp(Run run, String reason) {
    return "gave up after %d attempts: %s".formatted(run.view().attempt(), reason);
  }

  private Outcome failed(Run run, String reason, @Nullable Throwable error, boolean again) {
    return told(run, reason, error, again ? retry(run, reason) : new Outcome.Archive(reason));
  }

  private Outcome retry(Run run, String reason) {
    return new Outcome.Retry(options.retryDelay().after(run.view().attempt(), random), reason);
  }

  private Outcome told(Run run, String reason, @Nullable Throwable error, Outcome next) {
    try {
      options
          .failureListener()
          .failed(new FailedRun(run.view(), reason, Optional.ofNullable(error), next));
    } catch (RuntimeException e) {
      log(run, LOG.atError()).setCause(e).log("The listener for failures failed itself");
    }
    return next;
  }

  private static LoggingEventBuilder log(Run run, LoggingEventBuilder line) {
    var task = run.view().task();
    return line.addKeyValue("queue", task.id().queue())
        .addKeyValue("task", task.id().id())
        .addKeyValue("type", task.type());
  }
}
