package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs of this process, each in a thread of its own. */
final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Inspector inspector;
  private final Audit audit;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<String, Begun> jobs = new ConcurrentHashMap<>();

  Jobs(Inspector inspector, Audit audit, InstantSource clock, RandomGenerator random) {
    this.inspector = inspector;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  private record Begun(RunningJob job, Thread thread) {
    boolean endedBefore(Instant time) {
      return job.now().endedAt().filter(time::isAfter).isPresent();
    }
  }

  /**
   * Begins a job.
   *
   * @param each does the action to some tasks and tells what became of each
   */
  Job start(
      String actor,
      TaskAction action,
      Selection all,
      BiFunction<TaskAction, List<TaskId>, List<ActionResult>> each) {
    forgetOld();
    var id = Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX);
    var begun =
        new Job(
            id,
            actor,
            action,
            all,
            Job.State.RUNNING,
            0,
            0,
            0,
            clock.instant(),
            Optional.empty(),
            Optional.empty());
    var job = new RunningJob(begun);
    var thread = Thread.ofVirtual().name("job-" + id).unstarted(() -> run(job, each));
    jobs.put(id, new Begun(job, thread));
    audit.note(actor, "job.start", id, Sentences.of(action, all));
    thread.start();
    return begun;
  }

  Optional<Job> find(String id) {
    forgetOld();
    return Optional.ofNullable(jobs.get(id)).map(begun -> begun.job().now());
  }

  /** The latest first. */
  List<Job> all() {
    forgetOld();
    return jobs.values().stream()
        .map(begun -> begun.job().now())
        .sorted(Comparator.comparing(Job::startedAt).reversed())
        .toList();
  }

  /** Whether there is such a job and it was running; it ends within moments. */
  boolean stop(String id) {
    var begun = jobs.get(id);
    if (begun == null || !begun.job().isRunning()) {
      return false;
    }
    begun.job().stop();
    return true;
  }

  /** Stops those that run and waits until they have. */
  @Override
  public void close() {
    jobs.values().forEach(begun -> begun.job().stop());
    try {
      for (var begun : jobs.values()) {
        if (!begun.thread().join(PATIENCE)) {
          LOG.atWarn().addKeyValue("job", begun.job().now().id()).log("Job did not stop in time");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(RunningJob job, BiFunction<TaskAction, List<TaskId>, List<ActionResult>> each) {
    try {
      new BulkWork(inspector, each, job).run();
      var state = job.isStopped() ? Job.State.STOPPED : Job.State.DONE;
      job.end(state, clock.instant(), Optional.empty());
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("job", job.now().id()).setCause(e).log("Job failed");
      job.end(Job.State.FAILED, clock.instant(), Optional.of(problem(e)));
    }
    ended(job.now());
  }

  private void ended(Job job) {
    audit.note(job.actor(), "job.end", job.id(), Sentences.of(job));
  }

  private static String problem(RuntimeException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void forgetOld() {
    var until = clock.instant().minus(KEPT);
    jobs.values().removeIf(begun -> begun.endedBefore(until));
  }
}
