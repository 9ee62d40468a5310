package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Backoff;
import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.TaskRun;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * 2xx ends a delivery; 404, 408, 409, 425, 429, 5xx and no answer at all are tried again with
 * growing waits: as often as the event says, else until the time is over; any other answer is
 * final.
 */
final class RetryRules {
  private static final Set<Integer> PATIENCE = Set.of(404, 408, 409, 425, 429);

  private final Backoff backoff;
  private final Duration retryFor;
  private final RandomGenerator random;

  RetryRules(Backoff backoff, Duration retryFor, RandomGenerator random) {
    this.backoff = backoff;
    this.retryFor = retryFor;
    this.random = random;
  }

  /**
   * Judges an attempt.
   *
   * @param took since the task was claimed
   */
  Outcome after(TaskRun run, Answer answer, Duration took) {
    return switch (answer) {
      case Answer.NotReached not -> retry(run, took, Optional.empty(), not.reason());
      case Answer.NoDestination _ ->
          retry(
              run,
              took,
              Optional.empty(),
              "no destination is configured or permitted any more: see K_SINK and"
                  + " DELIVER_TO_ALLOWED");
      case Answer.Status status -> after(run, took, status);
    };
  }

  private Outcome after(TaskRun run, Duration took, Answer.Status status) {
    if (status.code() / 100 == 2) {
      return new Outcome.Done();
    }
    var reason =
        status.said().isEmpty()
            ? "the sink answered %d".formatted(status.code())
            : "the sink answered %d: %s".formatted(status.code(), status.said());
    return status.code() / 100 == 5 || PATIENCE.contains(status.code())
        ? retry(run, took, status.retryAfter(), reason)
        : new Outcome.Archive(reason);
  }

  private Outcome retry(TaskRun run, Duration took, Optional<Duration> retryAfter, String reason) {
    var wait = longer(backoff.after(run.attempt(), random), retryAfter.orElse(Duration.ZERO));
    var retries = run.task().maxRetries();
    if (retries.isPresent()) {
      return run.attempt() > retries.getAsInt()
          ? new Outcome.Archive("gave up after %d attempts: %s".formatted(run.attempt(), reason))
          : new Outcome.Retry(shorter(wait, DueTime.FURTHEST), reason);
    }
    var left = left(run, took);
    return left.isPositive()
        ? new Outcome.Retry(shorter(wait, left), reason) // once more when the time ends
        : new Outcome.Archive(
            "gave up after %d attempts in %s: %s".formatted(run.attempt(), retryFor, reason));
  }

  /** By Redis's clock alone; it notes the first failure when it is told of it. */
  private Duration left(TaskRun run, Duration took) {
    return run.firstFailedAt()
        .map(first -> Duration.between(run.claimedAt().plus(took), first.plus(retryFor)))
        .orElse(retryFor);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
