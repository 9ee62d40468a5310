package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker asks of one queue in Redis; each method is one script and one round trip. */
final class QueueStore {
  /** More would hold Redis up for others. */
  static final int MOST_AT_ONCE = 500;

  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);

  private final String queue;
  private final RedisKeys keys;
  private final RedisConnection redis;

  QueueStore(String queue, RedisConnection redis) {
    this.queue = queue;
    this.keys = RedisKeys.of(queue);
    this.redis = redis;
  }

  String queue() {
    return queue;
  }

  /**
   * @param news see {@link QueuePart#WAKE}; 0 also when some may have been missed
   */
  void listen(Consumer<String> news) {
    redis.listen(keys, news);
  }

  /**
   * Ends tasks that were done and leases due ones.
   *
   * @param done at most {@link #MOST_AT_ONCE}
   * @param token used for no other exchange, ever
   */
  CompletionStage<Claim> exchange(List<Lease> done, int most, Duration lease, String token) {
    var arguments = new ArrayList<>(4 + 3 * done.size());
    arguments.add(done.size());
    arguments.add(most);
    arguments.add(Micros.roundedUp(lease));
    arguments.add(token);
    addHeld(arguments, done);
    done.forEach(one -> arguments.add(Micros.roundedUp(one.task().rememberFor())));
    return redis
        .runAsync(Script.EXCHANGE, keys, arguments)
        .thenApply(answer -> claim(answer, token));
  }

  /**
   * Ends attempts in other ways; {@code finish.lua} tells which.
   *
   * @return how many were still held
   */
  CompletionStage<Long> finish(List<Ending> endings) {
    var arguments = new ArrayList<>(1 + 6 * endings.size());
    arguments.add(endings.size());
    for (var ending : endings) {
      arguments.add(ending.lease().task().id().id());
      arguments.add(ending.lease().token());
      arguments.add(ending.how());
      arguments.add(Micros.roundedUp(ending.time()));
      arguments.add(Micros.roundedUp(ending.remember()));
      arguments.add(ending.text().array());
    }
    return redis
        .runAsync(Script.FINISH, keys, arguments)
        .thenApply(a -> Answer.number(a.getFirst()));
  }

  /**
   * Extends leases from now on.
   *
   * @param leases at most {@link #MOST_AT_ONCE}
   * @return how many were still held
   */
  CompletionStage<Long> renew(List<Lease> leases, Duration lease) {
    var arguments = new ArrayList<>(2 + 2 * leases.size());
    arguments.add(Micros.roundedUp(lease));
    arguments.add(leases.size());
    addHeld(arguments, leases);
    return redis
        .runAsync(Script.RENEW, keys, arguments)
        .thenApply(a -> Answer.number(a.getFirst()));
  }

  /** Notes how far a task has come; tells whether it was still held. */
  CompletionStage<Boolean> progress(Lease lease, byte[] news) {
    return redis
        .runAsync(Script.PROGRESS, keys, List.of(lease.task().id().id(), lease.token(), news))
        .thenApply(a -> Answer.number(a.getFirst()) == 1);
  }

  /**
   * Forgets what has been kept for long enough.
   *
   * @return how much; {@link #MOST_AT_ONCE} or more means that there may be others
   */
  long tidy() {
    return redis.runForNumber(Script.TIDY, keys, List.of(MOST_AT_ONCE));
  }

  private static void addHeld(List<Object> arguments, List<Lease> leases) {
    leases.forEach(one -> arguments.add(one.task().id().id()));
    leases.forEach(one -> arguments.add(one.token()));
  }

  private Claim claim(List<@Nullable Object> answer, String token) {
    var now = Answer.number(answer.get(0));
    var leases =
        leases(
            Answer.list(answer.get(4)),
            Answer.list(answer.get(5)),
            Answer.list(answer.get(6)),
            Answer.list(answer.get(7)),
            token,
            Micros.instant(now));
    var next = answer.get(1) == null ? Claim.NOTHING : Answer.number(answer.get(1));
    return new Claim(
        now, next, Answer.number(answer.get(2)) == 1, Answer.number(answer.get(3)), leases);
  }

  /**
   * Reads what a script has leased, but for what this version cannot read.
   *
   * @param attempts of each id; empty where none failed
   * @param losses of each id; empty where none lost a lease
   */
  List<Lease> leases(
      List<@Nullable Object> ids,
      List<@Nullable Object> frames,
      List<@Nullable Object> attempts,
      List<@Nullable Object> losses,
      String token,
      Instant claimedAt) {
    var leases = new ArrayList<Lease>(ids.size());
    for (var i = 0; i < ids.size(); i++) {
      var id = new TaskId(queue, Answer.text(ids.get(i)));
      var frame = Answer.bytes(frames.get(i));
      try {
        leases.add(
            new Lease(
                TaskFrame.read(id, frame),
                token,
                AttemptRecord.read(Answer.at(attempts, i)),
                (int) Answer.number(Answer.at(losses, i)),
                Micros.instant(TaskFrame.micros(frame)),
                claimedAt));
      } catch (RuntimeException e) { // its lease ends, and a server that can read it may come
        LOG.atError().addKeyValue("task", id).setCause(e).log("A task cannot be read");
      }
    }
    return leases;
  }
}
