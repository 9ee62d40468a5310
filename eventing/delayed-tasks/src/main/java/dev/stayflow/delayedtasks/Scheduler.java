package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the tasks of schedules when they fire. Any number of them may run side by side, in any
 * processes: all do the same, and the ids of the tasks see to it that each firing is stored once.
 *
 * <p>A task is stored when its time has come by Redis's clock, not ahead of it: what was not stored
 * before its time need not be taken back when the schedule is paused or changed, at the price of a
 * round trip or two. It is stored first and the schedule moved on afterwards, so one that dies
 * between leaves the firing to another, which finds it stored.
 */
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final int MOST_SCHEDULES = 100;
  private static final int ENOUGH_FIRINGS = 200;
  private static final int MOST_KNOWN = 10_000;

  private final RedisConnection redis;
  private final ScheduleStore store;
  private final DelayedTaskClient client;
  private final Outage outage = new Outage("Firing schedules");
  private final Semaphore changes = new Semaphore(0);
  private final Map<String, Known> read = new HashMap<>();
  private final Set<String> unreadable = new HashSet<>();
  private final Thread thread =
      Thread.ofPlatform().name("delayed-tasks-scheduler").daemon(false).unstarted(this::run);
  private volatile boolean stopping;
  private boolean listening;
  private Instant lastSeen = Instant.MAX;

  public Scheduler(RedisConnection redis) {
    this.redis = redis;
    this.store = new ScheduleStore(redis);
    this.client = new DelayedTaskClient(redis, Duration.ZERO);
  }

  private record Known(ScheduleFrame entry, Schedule schedule) {}

  /** Begins to fire schedules; when Redis is away, once it comes. */
  public void start() {
    thread.start();
  }

  /** Whether the last look at Redis succeeded, at most a few seconds ago. */
  public boolean reachesRedis() {
    return outage.reached();
  }

  /** Returns when what is being fired is fired. */
  @Override
  public void close() {
    stopping = true;
    changes.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!stopping) {
      try {
        var wait = fireAll();
        outage.over();
        sleep(wait);
      } catch (RuntimeException e) { // whatever it is, this thread must go on
        sleep(outage.failed(e));
      }
    }
  }

  private void sleep(Duration time) {
    try {
      var _ = changes.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /** Fires what has come; tells how long nothing more is to be done. */
  private Duration fireAll() {
    if (!outage.reached()) {
      redis.requireNoEviction();
    }
    listen();
    changes.drainPermits();
    var look = store.look(MOST_SCHEDULES);
    if (look.now().isBefore(lastSeen)) { // at the start too
      takeBackFromTheFuture();
    }
    lastSeen = look.now();
    var due = enough(look);
    if (!due.isEmpty()) {
      store.advance(enqueue(due));
      return Duration.ZERO;
    }
    return look.head()
        .map(head -> Duration.between(look.now(), head))
        .filter(time -> time.compareTo(SWEEP) < 0)
        .orElse(SWEEP);
  }

  /**
   * When Redis's clock was ahead and is right again, schedules stand further on than they should. A
   * firing whose task was stored meanwhile is not repeated: the id of the task is the same.
   */
  private void takeBackFromTheFuture() {
    var cursor = ScheduleStore.START;
    do {
      var page = store.page(cursor);
      var steps = new ArrayList<>();
      page.stands().forEach(stand -> addStepBack(steps, stand, page.now()));
      store.advance(steps);
      cursor = page.cursor();
    } while (!cursor.equals(ScheduleStore.START));
  }

  private void addStepBack(List<Object> steps, ScheduleStore.Stand stand, Instant now) {
    try {
      var timing = stand.entry().orElseThrow().read(stand.id()).timing();
      var first = timing.after(now);
      var next = stand.next();
      if (next.isPresent() && first.isPresent() && first.get().isBefore(next.get())) {
        ScheduleStore.addAdvance(steps, stand.id(), next.get(), first, List.of());
      }
    } catch (RuntimeException e) {
      cannotRead(stand.id(), e);
    }
  }

  /** Once; the connection keeps the subscription up from then on. */
  private void listen() {
    if (!listening) {
      store.listen(changes::release);
      listening = true;
    }
  }

  /** The most overdue ones; the others follow with the next look. */
  List<DueSchedule> enough(ScheduleStore.Look look) {
    var due = new ArrayList<DueSchedule>();
    var firings = 0;
    for (var come : look.come()) {
      if (firings < ENOUGH_FIRINGS) {
        var decided = decide(come, look.now());
        decided.ifPresent(due::add);
        firings += decided.map(schedule -> schedule.fireTimes().size()).orElse(0);
      }
    }
    return due;
  }

  /** One that cannot be read is left for a newer version, and does not stop the others. */
  private Optional<DueSchedule> decide(ScheduleStore.Come come, Instant now) {
    try {
      return Optional.of(DueSchedule.of(read(come), come.firing(), now));
    } catch (RuntimeException e) {
      cannotRead(come.id(), e);
      return Optional.empty();
    }
  }

  /** Reading takes longer than all the rest, and they seldom change. */
  private Schedule read(ScheduleStore.Come come) {
    var known = read.get(come.id());
    if (known != null && known.entry().equals(come.entry())) {
      return known.schedule();
    }
    if (read.size() >= MOST_KNOWN) {
      read.clear();
    }
    var schedule = come.entry().read(come.id());
    read.put(come.id(), new Known(come.entry(), schedule));
    return schedule;
  }

  private void cannotRead(String id, RuntimeException cause) {
    if (unreadable.add(id)) {
      LOG.atError().addKeyValue("schedule", id).setCause(cause).log("A schedule cannot be read");
    }
  }

  /** Stores the tasks; gives what is to be noted of them. */
  List<Object> enqueue(List<DueSchedule> due) {
    var results =
        client.enqueue(due.stream().flatMap(each -> each.tasks().stream()).toList()).iterator();
    var steps = new ArrayList<>();
    for (var each : due) {
      var id = each.schedule().id();
      var queue = each.schedule().task().id().queue();
      var fired =
          each.fireTimes().stream()
              .map(
                  time ->
                      new ScheduleStore.Fired(
                          time,
                          each.cause(time),
                          !Firing.wasHeldUp(each.taskId(time), results.next()),
                          queue))
              .toList();
      ScheduleStore.addAdvance(steps, id, each.stoodAt(), each.next(), fired);
    }
    return steps;
  }
}
