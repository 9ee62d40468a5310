package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Redis keeps of schedules, all in one slot: {@code entries} (HASH: id to {@link
 * ScheduleFrame}), {@code next} (ZSET: id by its next firing, us; none while it is paused), {@code
 * paused} (SET of ids), {@code history} (ZSET of {@link FiringFrame}, all scores 0), and the
 * channel {@code wake}. Each method is one script and one round trip.
 */
final class ScheduleStore {
  static final String START = "0";

  private static final Script PUT = new Script("schedules/put");
  private static final Script REMOVE = new Script("schedules/remove");
  private static final Script PAUSE = new Script("schedules/pause");
  private static final Script RESUME = new Script("schedules/resume");
  private static final Script GET = new Script("schedules/get");
  private static final Script PAGE = new Script("schedules/page");
  private static final Script LOOK = new Script("schedules/look");
  private static final Script ADVANCE = new Script("schedules/advance");
  private static final Script HISTORY = new Script("schedules/history");
  private static final RedisKeys KEYS = RedisKeys.ofSchedules();
  private static final int FIELDS_OF_A_PAGE = 5;

  private final RedisConnection redis;

  ScheduleStore(RedisConnection redis) {
    this.redis = redis;
  }

  /** What became of a change that depends on the next firing. */
  enum Change {
    NONE,
    NEW,
    CHANGED,
    /** That firing has passed, or the times are others by now: work it out again. */
    LATE
  }

  /** How a schedule stands; without an entry there is no such one. */
  record Stand(
      String id,
      Optional<ScheduleFrame> entry,
      boolean paused,
      Optional<Instant> next,
      Optional<Firing> previous) {}

  /** A stand, at a time of Redis's clock. */
  record Seen(Instant now, Stand stand) {}

  /** Some schedules, and where the next ones begin: at {@link #START} after the last. */
  record Page(Instant now, String cursor, List<Stand> stands) {}

  /** A schedule whose firing has come. */
  record Come(String id, Instant firing, ScheduleFrame entry) {}

  /**
   * What there is to do.
   *
   * @param head the next firing of those that have not come
   */
  record Look(Instant now, Optional<Instant> head, List<Come> come) {}

  /** A firing whose task is stored. */
  record Fired(Instant fireTime, Firing.Cause cause, boolean stored, String queue) {}

  Change put(String id, ScheduleFrame entry, Instant next) {
    var arguments = List.of(id, entry.bytes(), Micros.of(next));
    return switch ((int) redis.runForNumber(PUT, KEYS, arguments)) {
      case 0 -> Change.NONE;
      case 1 -> Change.NEW;
      case 2 -> Change.CHANGED;
      default -> Change.LATE;
    };
  }

  boolean remove(String id) {
    return redis.runForNumber(REMOVE, KEYS, List.of(id)) == 1;
  }

  boolean pause(String id) {
    return redis.runForNumber(PAUSE, KEYS, List.of(id)) == 1;
  }

  Change resume(String id, Timing timing, Instant next) {
    var arguments = List.of(id, ScheduleFrame.timing(timing), Micros.of(next));
    return switch ((int) redis.runForNumber(RESUME, KEYS, arguments)) {
      case 0 -> Change.NONE;
      case 1 -> Change.CHANGED;
      default -> Change.LATE;
    };
  }

  Seen get(String id) {
    var answer = redis.run(GET, KEYS, List.of(id));
    return new Seen(
        Micros.instant(Answer.number(Answer.at(answer, 0))), stand(id, answer.subList(1, 5)));
  }

  Page page(String cursor) {
    var answer = redis.run(PAGE, KEYS, List.of(cursor));
    var stands = new ArrayList<Stand>();
    for (var i = 2; i < answer.size(); i += FIELDS_OF_A_PAGE) {
      stands.add(stand(Answer.text(answer.get(i)), answer.subList(i + 1, i + FIELDS_OF_A_PAGE)));
    }
    return new Page(
        Micros.instant(Answer.number(answer.get(0))), Answer.text(answer.get(1)), stands);
  }

  Look look(int most) {
    var answer = redis.run(LOOK, KEYS, List.of(most));
    var ids = Answer.list(answer.get(2));
    var firings = Answer.list(answer.get(3));
    var entries = Answer.list(answer.get(4));
    var come = new ArrayList<Come>();
    for (var i = 0; i < ids.size(); i++) {
      come.add(
          new Come(
              Answer.text(ids.get(i)),
              Micros.instant(Answer.number(firings.get(i))),
              ScheduleFrame.of(Answer.bytes(entries.get(i)))));
    }
    return new Look(Micros.instant(Answer.number(answer.get(0))), time(answer.get(1)), come);
  }

  /**
   * Adds a schedule to what {@link #advance} is to do.
   *
   * @param next none when it does not fire any more
   */
  static void addAdvance(
      List<Object> steps, String id, Instant stoodAt, Optional<Instant> next, List<Fired> fired) {
    addStep(steps, id, Micros.of(stoodAt), next.<Object>map(Micros::of).orElse(""), fired);
  }

  /** Notes a firing without moving the schedule on. */
  void note(String id, Fired fired) {
    var steps = new ArrayList<Object>();
    addStep(steps, id, "", "", List.of(fired));
    advance(steps);
  }

  /** Notes what was fired and moves schedules on, where nobody else has. */
  void advance(List<Object> steps) {
    redis.runForNumber(ADVANCE, KEYS, steps);
  }

  /**
   * The latest first.
   *
   * @param before only those of earlier fire times, or null for all
   */
  List<Firing> history(String id, @Nullable Instant before, int most) {
    var from = before == null ? "" : FiringFrame.digits(before);
    return redis.run(HISTORY, KEYS, List.of(id, from, most)).stream()
        .map(member -> FiringFrame.read(Answer.bytes(member)))
        .toList();
  }

  /** Calls when a firing may have come to be earlier than the one that was awaited. */
  void listen(Runnable changed) {
    redis.listen(KEYS, news -> changed.run());
  }

  private static void addStep(
      List<Object> steps, String id, Object stoodAt, Object next, List<Fired> fired) {
    steps.addAll(List.of(id, stoodAt, next, fired.size()));
    for (var firing : fired) {
      steps.add(FiringFrame.digits(firing.fireTime()));
      steps.add(FiringFrame.note(firing.cause(), firing.stored(), firing.queue()));
    }
  }

  private static Stand stand(String id, List<@Nullable Object> fields) {
    return new Stand(
        id,
        bytes(fields.get(0)).map(ScheduleFrame::of),
        Answer.number(fields.get(2)) == 1,
        time(fields.get(1)),
        bytes(fields.get(3)).map(FiringFrame::read));
  }

  private static Optional<byte[]> bytes(@Nullable Object value) {
    return value == null ? Optional.empty() : Optional.of(Answer.bytes(value));
  }

  private static Optional<Instant> time(@Nullable Object micros) {
    return micros == null ? Optional.empty() : Optional.of(Micros.instant(Answer.number(micros)));
  }
}
