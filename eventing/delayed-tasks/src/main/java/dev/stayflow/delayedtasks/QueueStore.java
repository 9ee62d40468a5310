package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker asks of one queue in Redis; each method is one script and one round trip. */
final class QueueStore {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final long MICROS = 1_000_000;

  private final String queue;
  private final QueueKeys keys;
  private final RedisConnection redis;

  QueueStore(String queue, RedisConnection redis) {
    this.queue = queue;
    this.keys = QueueKeys.of(queue);
    this.redis = redis;
  }

  void listen(LongConsumer dueMillis) {
    redis.listen(keys, dueMillis);
  }

  /**
   * Leases due tasks.
   *
   * @param token used for no other claim, ever
   */
  Claim claim(int most, Duration lease, String token) {
    var answer = redis.run(Script.CLAIM, keys, List.of(most, lease.toMillis(), token));
    var now = number(answer.get(0)) * MICROS + number(answer.get(1));
    var ids = list(answer.get(4));
    var frames = list(answer.get(5));
    var attempts = list(answer.get(6));
    var claimedAt = Instant.ofEpochMilli(now / 1000);
    var leases = new ArrayList<Lease>(ids.size());
    for (var i = 0; i < ids.size(); i++) {
      var id = new TaskId(queue, text(ids.get(i)));
      try {
        var task = TaskFrame.read(id, bytes(frames.get(i)));
        leases.add(new Lease(task, token, AttemptRecord.read(attempts.get(i)), claimedAt));
      } catch (RuntimeException e) { // its lease ends, and a server that can read it may come
        LOG.atError().addKeyValue("task", id).setCause(e).log("A task cannot be read");
      }
    }
    return new Claim(
        now, Math.min(numberOrNothing(answer.get(2)), numberOrNothing(answer.get(3))), leases);
  }

  void done(Lease lease, Duration remember) {
    redis.runForNumber(
        Script.DONE, keys, List.of(remember.toMillis(), 1, id(lease), lease.token()));
  }

  void retry(Lease lease, Outcome.Retry retry) {
    var after = retry.after().plusNanos(999_999).toMillis();
    redis.runForNumber(
        Script.RETRY, keys, List.of(id(lease), lease.token(), after, retry.reason()));
  }

  void archive(Lease lease, Outcome.Archive archive) {
    redis.runForNumber(Script.ARCHIVE, keys, List.of(id(lease), lease.token(), archive.reason()));
  }

  long release(List<Lease> leases) {
    var arguments = new ArrayList<>();
    addIdsAndTokens(leases, arguments);
    return redis.runForNumber(Script.RELEASE, keys, arguments);
  }

  void renew(List<Lease> leases, Duration lease) {
    var arguments = new ArrayList<>();
    arguments.add(lease.toMillis());
    addIdsAndTokens(leases, arguments);
    redis.runForNumber(Script.RENEW, keys, arguments);
  }

  private static void addIdsAndTokens(List<Lease> leases, List<Object> arguments) {
    arguments.add(leases.size());
    leases.forEach(lease -> arguments.add(id(lease)));
    leases.forEach(lease -> arguments.add(lease.token()));
  }

  private static String id(Lease lease) {
    return lease.task().id().id();
  }

  @SuppressWarnings("unchecked") // a Lua table
  private static List<@Nullable Object> list(@Nullable Object value) {
    return value == null ? List.of() : (List<@Nullable Object>) value;
  }

  private static long numberOrNothing(@Nullable Object value) {
    return value == null ? Claim.NOTHING : number(value);
  }

  private static long number(@Nullable Object value) {
    return (long) Double.parseDouble(text(value));
  }

  private static String text(@Nullable Object value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(@Nullable Object value) {
    if (value == null) {
      throw new IllegalStateException("a script's answer lacks a value");
    }
    return (byte[]) value;
  }
}
