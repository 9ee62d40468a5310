package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Backoff;
import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.TaskRun;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * 2xx ends a delivery; 404, 408, 409, 425, 429, 5xx and no answer at all are tried again with
 * growing waits until the time is over; any other answer is final.
 */
final class RetryRules {
  private static final Set<Integer> PATIENCE = Set.of(404, 408, 409, 425, 429);

  private final Backoff backoff;
  private final Duration retryFor;
  private final InstantSource clock;
  private final RandomGenerator random;

  RetryRules(Backoff backoff, Duration retryFor, InstantSource clock, RandomGenerator random) {
    this.backoff = backoff;
    this.retryFor = retryFor;
    this.clock = clock;
    this.random = random;
  }

  Outcome after(TaskRun run, Answer answer) {
    return switch (answer) {
      case Answer.NotReached not -> retry(run, Duration.ZERO, not.reason());
      case Answer.Status status -> after(run, status);
    };
  }

  private Outcome after(TaskRun run, Answer.Status status) {
    if (status.code() / 100 == 2) {
      return new Outcome.Done();
    }
    var reason =
        status.said().isEmpty()
            ? "the sink answered %d".formatted(status.code())
            : "the sink answered %d: %s".formatted(status.code(), status.said());
    return status.code() / 100 == 5 || PATIENCE.contains(status.code())
        ? retry(run, status.retryAfter().orElse(Duration.ZERO), reason)
        : new Outcome.Archive(reason);
  }

  private Outcome retry(TaskRun run, Duration atLeast, String reason) {
    var now = clock.instant();
    var wait = backoff.after(run.attempt(), random);
    var after = wait.compareTo(atLeast) < 0 ? atLeast : wait;
    var end = run.firstFailedAt().orElse(now).plus(retryFor);
    return now.plus(after).isAfter(end)
        ? new Outcome.Archive(
            "gave up after %d attempts in %s: %s".formatted(run.attempt(), retryFor, reason))
        : new Outcome.Retry(after, reason);
  }
}
