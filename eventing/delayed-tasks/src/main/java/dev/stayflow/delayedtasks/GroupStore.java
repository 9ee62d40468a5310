package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What an aggregator asks of the groups of one queue; each method is one script. */
final class GroupStore {
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
    var leases =
        leased.leases(
            Answer.list(answer.get(3)),
            Answer.list(answer.get(4)),
            List.of(),
            List.of(),
            token,
            Micros.instant(now));
    return group == null
        ? new Collected(Optional.empty(), left)
        : new Collected(Optional.of(new GroupPart(this, Answer.text(group), leases)), left);
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
}
