package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server tells of itself at each heartbeat.
 *
 * @param id its claims' tokens begin with it
 * @param startedAt by the clock of its host
 * @param queues what it serves, and how often each gets its turn
 * @param strict whether a queue waits until those of a greater weight have nothing to do
 * @param concurrency most tasks that it runs at once
 * @param active how many tasks it runs
 * @param tasks those that it runs, at most {@value #MOST_TASKS}
 */
public record ServerSnapshot(
    String id,
    String host,
    long pid,
    Instant startedAt,
    Map<String, Integer> queues,
    boolean strict,
    int concurrency,
    Status status,
    int active,
    List<RunningTask> tasks) {
  /** More are counted, but not told one by one. */
  public static final int MOST_TASKS = 100;

  /** Copies, and leaves out the tasks that are too many. */
  public ServerSnapshot {
    queues = Map.copyOf(queues);
    tasks = List.copyOf(tasks.subList(0, Math.min(MOST_TASKS, tasks.size())));
  }

  /** What a server is about to do. */
  public enum Status {
    /** Takes tasks and runs them. */
    RUNNING,
    /** Takes no more, and waits for those that run. */
    STOPPING
  }

  /**
   * A task that runs.
   *
   * @param since when this attempt began, by Redis's clock
   * @param deadline when it is interrupted
   */
  public record RunningTask(TaskId id, String type, Instant since, Optional<Instant> deadline) {}
}
