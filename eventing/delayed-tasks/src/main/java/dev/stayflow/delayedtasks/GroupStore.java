package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an aggregator asks of the groups of one queue; each method is one script. */
final class GroupStore {
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);
  private static final int COMBINED = 1;
  private static final int NOT_HELD = 0;

  private final String queue;
  private final RedisKeys keys;
  private final RedisConnection redis;
  private final QueueStore leased;

  GroupStore(String queue, RedisConnection redis) {
    this.queue = queue;
    this.keys = RedisKeys.of(queue);
    this.redis = redis;
    this.leased = new QueueStore(queue, redis);
  }

  String queue() {
    return queue;
  }

  /**
   * The answer to {@link #collect}.
   *
   * @param part of a group that is ready
   * @param left until one may be ready
   */
  record Collected(Optional<GroupPart> part, Duration left) {}

  /**
   * Leases tasks of a group that is ready.
   *
   * @param token used for nothing else, ever
   * @param leftOut groups to pass over
   */
  Collected collect(
      GroupOptions options, Duration lease, String token, Collection<String> leftOut) {
    var arguments = new ArrayList<>();
    arguments.add(Micros.roundedUp(options.grace()));
    arguments.add(Micros.roundedUp(options.maxDelay()));
    arguments.add(options.maxSize());
    arguments.add(Micros.roundedUp(lease));
    arguments.add(token);
    arguments.addAll(leftOut);
    var answer = redis.run(Script.COLLECT, keys, arguments);
    var now = Answer.number(answer.get(0));
    var next = answer.get(1) == null ? Long.MAX_VALUE : Answer.number(answer.get(1));
    var left = Micros.duration(Math.max(0, next - now));
    var group = answer.get(2);
    return group == null
        ? new Collected(Optional.empty(), left)
        : new Collected(
            Optional.of(new GroupPart(this, Answer.text(group), leases(answer, token, now))), left);
  }

  /** How {@link #combine} went. */
  enum Combination {
    DONE,
    /** A task was cancelled meanwhile, or the leases were lost; nothing was changed. */
    NOT_HELD,
    /** There is another task of the id; nothing was changed. */
    ID_IS_TAKEN
  }

  Combination combine(GroupPart part, Task combined) {
    var arguments = new ArrayList<>();
    arguments.add(combined.id().id());
    arguments.add(Micros.text(combined.due()));
    arguments.add(TaskFrame.body(combined));
    arguments.add(combined.key().orElse(""));
    arguments.add(part.leases().getFirst().token());
    part.leases().forEach(lease -> arguments.add(lease.task().id().id()));
    var met = Answer.number(redis.store(Script.COMBINE, keys, arguments).getFirst());
    return switch ((int) met) {
      case COMBINED -> Combination.DONE;
      case NOT_HELD -> Combination.NOT_HELD;
      default -> Combination.ID_IS_TAKEN;
    };
  }

  void renew(GroupPart part, Duration lease) {
    var _ = RedisConnection.await(leased.renew(part.leases(), lease));
  }

  /** Back to their group, as if they joined it now; what is no longer held stays as it is. */
  void giveBack(GroupPart part) {
    var _ =
        RedisConnection.await(leased.finish(part.leases().stream().map(Ending::release).toList()));
  }

  private List<Lease> leases(List<@Nullable Object> answer, String token, long now) {
    var ids = Answer.list(answer.get(3));
    var frames = Answer.list(answer.get(4));
    var leases = new ArrayList<Lease>(ids.size());
    for (var i = 0; i < ids.size(); i++) {
      var id = new TaskId(queue, Answer.text(ids.get(i)));
      var frame = Answer.bytes(frames.get(i));
      try {
        leases.add(
            new Lease(
                TaskFrame.read(id, frame),
                token,
                AttemptRecord.read(null),
                0,
                Micros.instant(TaskFrame.micros(frame)),
                Micros.instant(now)));
      } catch (RuntimeException e) { // its lease ends, and a server that can read it may come
        LOG.atError().addKeyValue("task", id).setCause(e).log("A task cannot be read");
      }
    }
    return leases;
  }
}
