package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of a Redis; any process may register, change and look at them. They fire while a
 * {@link Scheduler} runs anywhere. Every method may throw {@link RedisUnavailable}; all but {@link
 * #runNow} can safely be repeated then.
 */
public final class Schedules {
  private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);
  private static final int LONGEST_PAGE = 1000;

  private final ScheduleStore store;
  private final DelayedTaskClient client;

  public Schedules(RedisConnection redis) {
    this.store = new ScheduleStore(redis);
    this.client = new DelayedTaskClient(redis, Duration.ZERO);
  }

  /** What became of a schedule that was put. */
  public enum Put {
    ADDED,
    CHANGED,
    /** It was there in the same way already. */
    UNCHANGED
  }

  /**
   * Registers a schedule, or changes the one of this id, from now on. Each of many processes may
   * put the same at its start. New times count from now; with the same times as before, a firing
   * that was missed is still made up for. A paused one stays paused.
   */
  public Put put(Schedule schedule) {
    var entry = ScheduleFrame.of(schedule);
    while (true) {
      var seen = store.get(schedule.id());
      if (seen.stand().entry().filter(entry::equals).isPresent()) {
        return Put.UNCHANGED;
      }
      switch (store.put(schedule.id(), entry, following(schedule, seen.now()))) {
        case NONE -> {
          return Put.UNCHANGED;
        }
        case NEW -> {
          return Put.ADDED;
        }
        case CHANGED -> {
          return Put.CHANGED;
        }
        case LATE -> {} // time passed meanwhile
      }
    }
  }

  /**
   * Forgets a schedule and its history. Tasks that it has stored stay.
   *
   * @return whether there was one
   */
  public boolean remove(String id) {
    return store.remove(id);
  }

  /**
   * Keeps a schedule from firing until it is resumed. Tasks that it has stored stay.
   *
   * @return whether there is such a schedule; it is paused now
   */
  public boolean pause(String id) {
    return store.pause(id);
  }

  /**
   * Lets a schedule fire again, from now on; what it would have fired meanwhile is not made up for.
   *
   * @return whether there is such a schedule; it is not paused now
   */
  public boolean resume(String id) {
    while (true) {
      var seen = store.get(id);
      var entry = seen.stand().entry();
      if (entry.isEmpty()) {
        return false;
      }
      var schedule = entry.get().read(id);
      switch (store.resume(id, schedule.timing(), following(schedule, seen.now()))) {
        case NONE -> {
          return false;
        }
        case NEW, CHANGED -> {
          return true;
        }
        case LATE -> {} // time passed, or somebody changed its times
      }
    }
  }

  /**
   * Stores the task of a schedule at once, paused or not, beside its firings.
   *
   * @return nothing when there is no such schedule
   */
  public Optional<Firing> runNow(String id) {
    var seen = store.get(id);
    var entry = seen.stand().entry();
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    var cause = Firing.Cause.RUN_NOW;
    var task = entry.get().read(id).task().withId(Firing.taskId(id, cause, seen.now()));
    var stored = !Firing.wasHeldUp(task.id(), client.enqueue(task));
    store.note(id, new ScheduleStore.Fired(seen.now(), cause, stored, task.id().queue()));
    return Optional.of(new Firing(seen.now(), seen.now(), task.id(), cause, stored));
  }

  public Optional<ScheduleInfo> find(String id) {
    var stand = store.get(id).stand();
    return stand.entry().map(entry -> info(stand, entry));
  }

  /** All, by id; one that this version cannot read is logged and left out. */
  public List<ScheduleInfo> list() {
    var found = new TreeMap<String, ScheduleInfo>();
    var cursor = ScheduleStore.START;
    do {
      var page = store.page(cursor);
      page.stands()
          .forEach(stand -> readable(stand).ifPresent(info -> found.put(stand.id(), info)));
      cursor = page.cursor();
    } while (!cursor.equals(ScheduleStore.START));
    return List.copyOf(found.values());
  }

  /** The latest firings of a schedule, the latest first; the last 1000 are kept. */
  public List<Firing> history(String id, int most) {
    return page(id, null, most);
  }

  /**
   * The page that follows.
   *
   * @param before the fire time of the last firing of the page before
   */
  public List<Firing> history(String id, Instant before, int most) {
    return page(id, before, most);
  }

  private List<Firing> page(String id, @Nullable Instant before, int most) {
    return store.history(id, before, Math.clamp(most, 1, LONGEST_PAGE));
  }

  private static Instant following(Schedule schedule, Instant now) {
    return schedule.timing().after(now).orElseThrow();
  }

  private static Optional<ScheduleInfo> readable(ScheduleStore.Stand stand) {
    try {
      return stand.entry().map(entry -> info(stand, entry));
    } catch (IllegalStateException e) {
      LOG.atError()
          .addKeyValue("schedule", stand.id())
          .setCause(e)
          .log("A schedule cannot be read");
      return Optional.empty();
    }
  }

  private static ScheduleInfo info(ScheduleStore.Stand stand, ScheduleFrame entry) {
    return new ScheduleInfo(entry.read(stand.id()), stand.paused(), stand.next(), stand.previous());
  }
}
