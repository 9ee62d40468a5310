package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a server works. Immutable: each option gives a changed copy. */
public final class ServerOptions {
  private static final int MOST_CONCURRENCY = 1000;
  private static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

  private final Fields fields;

  private ServerOptions(Fields fields) {
    this.fields = fields;
  }

  /**
   * The queues critical, default and low with the weights 6, 3 and 1; concurrency 10; a lease of
   * 2.5 s; 25 retries after {@link RetryDelay#FOURTH_POWER}; 30 minutes for an attempt.
   */
  public static ServerOptions defaults() {
    var queues = new LinkedHashMap<String, Integer>();
    queues.put("critical", 6);
    queues.put(Task.DEFAULT_QUEUE, 3);
    queues.put("low", 1);
    return new ServerOptions(new Fields()).withQueues(queues);
  }

  /** As {@link #defaults}, with other queues, all of the same weight. */
  public static ServerOptions of(String... queues) {
    var weights = new LinkedHashMap<String, Integer>();
    for (var queue : queues) {
      weights.put(queue, 1);
    }
    return defaults().withQueues(weights);
  }

  /**
   * The queues it serves.
   *
   * @param weights by queue, 1 or more: when all are busy each gets that share of the slots. When
   *     some have nothing to do, the others get theirs.
   */
  public ServerOptions withQueues(Map<String, Integer> weights) {
    require(!weights.isEmpty(), "a server serves at least one queue");
    weights.forEach(
        (queue, weight) -> {
          TaskId.requireQueue(queue);
          require(weight >= 1, "the weight of " + queue + " is 1 or more, not " + weight);
        });
    return with(f -> f.queues = Collections.unmodifiableMap(new LinkedHashMap<>(weights)));
  }

  /**
   * A queue is served only while those of greater weight have nothing that is due; of equal weight,
   * those named first go first.
   */
  public ServerOptions strictPriority() {
    return with(f -> f.strict = true);
  }

  /**
   * Over all queues.
   *
   * @param most handlers at work at once, 1 to 1000
   */
  public ServerOptions withConcurrency(int most) {
    require(
        most >= 1 && most <= MOST_CONCURRENCY,
        "concurrency is 1 to %d, not %d".formatted(MOST_CONCURRENCY, most));
    return with(f -> f.concurrency = most);
  }

  /**
   * How long a task stays with a server that shows no sign of life, and so how long the tasks of a
   * killed one wait. It is renewed in time.
   *
   * @param time at least 100 ms
   */
  public ServerOptions withLease(Duration time) {
    require(time.compareTo(SHORTEST_LEASE) >= 0, "a lease lasts at least 100 ms, not " + time);
    return with(f -> f.lease = time);
  }

  /** How often a queue is looked at though nothing is known to be due; 1 s if not told. */
  public ServerOptions withSweep(Duration time) {
    require(time.isPositive(), "a sweep takes some time, not " + time);
    return with(f -> f.sweep = time);
  }

  /** How often a task that throws and says nothing else itself is tried again, then archived. */
  public ServerOptions withMaxRetries(int retries) {
    require(retries >= 0, "a task has 0 or more retries, not " + retries);
    return with(f -> f.maxRetries = retries);
  }

  /** The waits after failures for which the handler named none. */
  public ServerOptions withRetryDelay(RetryDelay delay) {
    return with(f -> f.retryDelay = delay);
  }

  /** How long an attempt may take when its task names neither timeout nor deadline; zero: any. */
  public ServerOptions withTimeout(Duration time) {
    require(!time.isNegative(), "a timeout is not negative, as " + time + " is");
    return with(f -> f.timeout = time);
  }

  /**
   * A task that lost more leases than that has probably killed its workers and is archived instead
   * of run again.
   *
   * @param most 100 if not told; 0: it is run for ever
   */
  public ServerOptions withMostLosses(int most) {
    require(most >= 0, "losses are 0 or more, not " + most);
    return with(f -> f.mostLosses = most);
  }

  /** Who is told of each attempt that fails. */
  public ServerOptions onFailure(FailureListener listener) {
    return with(f -> f.failureListener = listener);
  }

  /** Combines the tasks of groups in its queues; a server that is not told so leaves them alone. */
  public ServerOptions withGroups(GroupOptions groups) {
    return with(f -> f.groups = groups);
  }

  /** Who is told how the server is, so often. */
  public ServerOptions withHealthCheck(Duration every, Consumer<ServerHealth> check) {
    require(every.isPositive(), "a health check comes after some time, not " + every);
    return with(
        f -> {
          f.healthEvery = every;
          f.healthCheck = check;
        });
  }

  Map<String, Integer> queues() {
    return fields.queues;
  }

  boolean strict() {
    return fields.strict;
  }

  int concurrency() {
    return fields.concurrency;
  }

  Duration lease() {
    return fields.lease;
  }

  Duration sweep() {
    return fields.sweep;
  }

  int maxRetries() {
    return fields.maxRetries;
  }

  RetryDelay retryDelay() {
    return fields.retryDelay;
  }

  Duration timeout() {
    return fields.timeout;
  }

  int mostLosses() {
    return fields.mostLosses;
  }

  FailureListener failureListener() {
    return fields.failureListener;
  }

  Optional<GroupOptions> groups() {
    return Optional.ofNullable(fields.groups);
  }

  Duration healthEvery() {
    return fields.healthEvery;
  }

  Consumer<ServerHealth> healthCheck() {
    return fields.healthCheck;
  }

  private ServerOptions with(Consumer<Fields> change) {
    var copy = new Fields(fields);
    change.accept(copy);
    return new ServerOptions(copy);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** Written only while a copy is being made. */
  private static final class Fields {
    Map<String, Integer> queues = Map.of();
    boolean strict;
    int concurrency = 10;
    Duration lease = Duration.ofMillis(2500);
    Duration sweep = Duration.ofSeconds(1);
    int maxRetries = 25;
    RetryDelay retryDelay = RetryDelay.FOURTH_POWER;
    Duration timeout = Duration.ofMinutes(30);
    int mostLosses = 100;
    FailureListener failureListener = failed -> {};
    @Nullable GroupOptions groups;
    Duration healthEvery = Duration.ofSeconds(15);
    Consumer<ServerHealth> healthCheck = health -> {};

    Fields() {}

    Fields(Fields from) {
      queues = from.queues;
      strict = from.strict;
      concurrency = from.concurrency;
      lease = from.lease;
      sweep = from.sweep;
      maxRetries = from.maxRetries;
      retryDelay = from.retryDelay;
      timeout = from.timeout;
      mostLosses = from.mostLosses;
      failureListener = from.failureListener;
      groups = from.groups;
      healthEvery = from.healthEvery;
      healthCheck = from.healthCheck;
    }
  }
}
