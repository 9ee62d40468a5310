package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Looks into queues and changes what is there by hand. No call holds Redis for more than a few
 * milliseconds, however large a queue is: what takes longer is done a little at a time, tells how
 * far it has come and can be stopped. Pages go on where the one before ended, and miss no task that
 * stays in its state.
 *
 * <p>Every method may throw {@link RedisUnavailable}, and {@link IllegalArgumentException} for a
 * name, size or cursor that cannot be.
 */
public final class Inspector {
  private static final String BY_HAND = "archived by hand";

  private final RedisConnection redis;

  public Inspector(RedisConnection redis) {
    this.redis = redis;
  }

  /** The queues that tasks were stored in or that are served, by name. */
  public List<String> queues() {
    return List.copyOf(new QueueRegistry(redis).all());
  }

  /** The servers that showed a sign of life within the last 15 s. */
  public List<ServerSnapshot> servers() {
    return new ServerRegistry(redis).living();
  }

  /** What each Redis that holds tasks tells of itself. */
  public List<RedisNodeInfo> redisInfo() {
    return redis.info();
  }

  public QueueCounts counts(String queue) {
    return figures(queue).counts();
  }

  /** What happened since the queue is there. */
  public QueueStats stats(String queue) {
    return figures(queue).stats();
  }

  /**
   * What happened day by day, today first.
   *
   * @param days 1 to 90
   */
  public List<DayStats> history(String queue, int days) {
    require(days, QueueFigures.DAYS_KEPT, "days");
    return figures(queue).history(days);
  }

  /**
   * What the servers of a queue did minute by minute, the earliest first, up to the present one;
   * minutes in which nothing happened have zeros.
   *
   * @param back up to a day; more is cut, and at least the present minute is told
   */
  public List<MinuteStats> minutes(String queue, Duration back) {
    var minutes = Math.clamp(back.toMinutes(), 1, (int) QueueMinutes.KEPT.toMinutes());
    return new QueueMinutes(queue, redis).last(minutes);
  }

  public QueueMemory memory(String queue) {
    return figures(queue).memory();
  }

  /**
   * The groups that wait to be combined, the largest first.
   *
   * @param from what the page before gave as next
   * @param size 1 to 500
   */
  public GroupPage groups(String queue, Optional<String> from, int size) {
    require(size, TaskPages.MOST, "groups of a page");
    return figures(queue).groups(cursor(from), size);
  }

  /**
   * Tasks of a state in the order of {@link TaskInfo#at}: the earliest first, but of archived and
   * completed ones the latest. A page may have fewer tasks than asked for and still not be the
   * last: tasks of about a megabyte end it.
   *
   * @param from what the page before gave as next
   * @param size 1 to 500
   */
  public TaskPage page(String queue, TaskState state, Optional<String> from, int size) {
    return page(queue, state, PageOrder.of(state), from, size);
  }

  /**
   * The same in an order of one's choice. PENDING tasks of a queue that knows keys come in two
   * parts, each in that order: those that are not in the lines of their keys yet, and the others.
   *
   * @param from what the page before gave as next, in the same order
   */
  public TaskPage page(
      String queue, TaskState state, PageOrder order, Optional<String> from, int size) {
    require(size, TaskPages.MOST, "tasks of a page");
    return page(pages(queue).read(state, order, cursor(from), size));
  }

  /** Tasks that wait in one group, the oldest first; else as {@link #page}. */
  public TaskPage pageOfGroup(String queue, String group, Optional<String> from, int size) {
    require(size, TaskPages.MOST, "tasks of a page");
    return page(pages(queue).readGroup(group, cursor(from), size));
  }

  public Optional<TaskInfo> find(TaskId id) {
    return pages(id.queue()).find(id.id());
  }

  /** Looks through the tasks of a queue. It may miss one that changes its state meanwhile. */
  public SearchResult search(Search search, BulkProgress progress) {
    var counts = counts(search.queue());
    var about = search.states().stream().mapToLong(counts::of).sum();
    return new TaskSearch(pages(search.queue()), search).run(about, progress);
  }

  /** Lets a task run now that waits or has ended; one that is due already stays in its place. */
  public ActionResult run(TaskId id) {
    return run(List.of(id)).getFirst();
  }

  /** In the order of the ids, see {@link #run(TaskId)}. */
  public List<ActionResult> run(List<TaskId> ids) {
    return each(ids, TaskActions.Action.RUN);
  }

  /**
   * All that are in a state now, see {@link #run(TaskId)}.
   *
   * @param state any but ACTIVE
   */
  public BulkResult runAll(String queue, TaskState state, BulkProgress progress) {
    return all(queue, state, TaskActions.Action.RUN, progress);
  }

  /** Archives a task that waits, so that it does not run by itself. */
  public ActionResult archive(TaskId id) {
    return archive(List.of(id)).getFirst();
  }

  /** In the order of the ids, see {@link #archive(TaskId)}. */
  public List<ActionResult> archive(List<TaskId> ids) {
    return each(ids, TaskActions.Action.archive(BY_HAND));
  }

  /**
   * All that are in a state now, see {@link #archive(TaskId)}.
   *
   * @param state SCHEDULED, PENDING, RETRY or AGGREGATING
   */
  public BulkResult archiveAll(String queue, TaskState state, BulkProgress progress) {
    return all(queue, state, TaskActions.Action.archive(BY_HAND), progress);
  }

  /** Deletes a task that does not run. Its id may be stored again at once. */
  public ActionResult delete(TaskId id) {
    return delete(List.of(id)).getFirst();
  }

  /** In the order of the ids, see {@link #delete(TaskId)}. */
  public List<ActionResult> delete(List<TaskId> ids) {
    return each(ids, TaskActions.Action.DELETE);
  }

  /**
   * All that are in a state now, see {@link #delete(TaskId)}.
   *
   * @param state any but ACTIVE
   */
  public BulkResult deleteAll(String queue, TaskState state, BulkProgress progress) {
    return all(queue, state, TaskActions.Action.DELETE, progress);
  }

  /** Gives a task that waits or has ended another due time. */
  public ActionResult reschedule(TaskId id, Instant at) {
    return reschedule(List.of(id), at).getFirst();
  }

  /** In the order of the ids, see {@link #reschedule(TaskId, Instant)}. */
  public List<ActionResult> reschedule(List<TaskId> ids, Instant at) {
    return each(ids, TaskActions.Action.reschedule(new Due.At(at)));
  }

  /** Gives a task that waits or is archived another payload. */
  public ActionResult update(TaskId id, byte[] payload) {
    return actions(id.queue()).update(id, payload);
  }

  /** Takes a task away from its worker, which is told; it does not come back. */
  public ActionResult cancelActive(TaskId id) {
    return cancelActive(List.of(id)).getFirst();
  }

  /** In the order of the ids, see {@link #cancelActive(TaskId)}. */
  public List<ActionResult> cancelActive(List<TaskId> ids) {
    return each(ids, TaskActions.Action.CANCEL);
  }

  /** All that run now, see {@link #cancelActive(TaskId)}. */
  public BulkResult cancelAllActive(String queue, BulkProgress progress) {
    return all(queue, TaskState.ACTIVE, TaskActions.Action.CANCEL, progress);
  }

  /** What became of a request to pause or resume a queue. */
  public enum PauseResult {
    CHANGED,
    /** It was so already. */
    UNCHANGED
  }

  /** Lets no task of the queue begin any more; those that run go on. */
  public PauseResult pause(String queue) {
    return settings(queue).pause(true) ? PauseResult.CHANGED : PauseResult.UNCHANGED;
  }

  /** Ends a pause. */
  public PauseResult resume(String queue) {
    return settings(queue).pause(false) ? PauseResult.CHANGED : PauseResult.UNCHANGED;
  }

  public QueueLimits limits(String queue) {
    return settings(queue).limits();
  }

  /** Sets all limits of a queue, from now on: one that is absent is taken away. */
  public void limit(String queue, QueueLimits limits) {
    settings(queue).limit(limits);
  }

  /** Deletes a queue; it comes back when a task is stored in it. */
  public QueueDeletion deleteQueue(String queue, QueueDeletion.Losing losing) {
    var result = figures(queue).delete(losing);
    if (result instanceof QueueDeletion.Deleted) {
      new QueueRegistry(redis).forget(queue);
    }
    return result;
  }

  private List<ActionResult> each(List<TaskId> ids, TaskActions.Action action) {
    var results = new ActionResult[ids.size()];
    var places = new LinkedHashMap<String, List<Integer>>();
    IntStream.range(0, results.length)
        .forEach(i -> places.computeIfAbsent(ids.get(i).queue(), _ -> new ArrayList<>()).add(i));
    places.forEach(
        (queue, some) -> {
          var of = actions(queue).each(action, some.stream().map(i -> ids.get(i).id()).toList());
          IntStream.range(0, some.size()).forEach(i -> results[some.get(i)] = of.get(i));
        });
    return List.of(results);
  }

  private BulkResult all(
      String queue, TaskState state, TaskActions.Action action, BulkProgress progress) {
    return actions(queue).all(action, state, counts(queue).of(state), progress);
  }

  private TaskPages pages(String queue) {
    return new TaskPages(queue, redis);
  }

  private TaskActions actions(String queue) {
    return new TaskActions(queue, redis);
  }

  private QueueFigures figures(String queue) {
    return new QueueFigures(queue, redis);
  }

  private QueueSettings settings(String queue) {
    return new QueueSettings(queue, redis);
  }

  private static TaskPage page(TaskPages.Part part) {
    return new TaskPage(
        part.tasks().stream().map(TaskPages.Placed::task).toList(), part.next().map(Cursor::text));
  }

  private static Cursor cursor(Optional<String> from) {
    return from.map(Cursor::of).orElse(Cursor.START);
  }

  private static void require(int count, int most, String what) {
    if (count < 1 || count > most) {
      throw new IllegalArgumentException("1 to %d %s, not %d".formatted(most, what, count));
    }
  }
}
