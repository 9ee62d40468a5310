package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.ActionResult;
import dev.stayflow.delayedtasks.Cancelled;
import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.Firing;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Inspector.PauseResult;
import dev.stayflow.delayedtasks.NotReplicated;
import dev.stayflow.delayedtasks.QueueDeletion;
import dev.stayflow.delayedtasks.QueueLimits;
import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.ScheduleInfo;
import dev.stayflow.delayedtasks.Schedules;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.event.Taken;
import dev.stayflow.dispatcher.schedules.ScheduleSettings;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every change that a person makes by hand goes through here: it is done, noted with who did it,
 * and logged. Whether somebody may act was decided before.
 *
 * <p>Every method may throw {@link dev.stayflow.delayedtasks.RedisUnavailable}, and {@link
 * IllegalArgumentException} for a name or value that cannot be.
 */
public final class Operations {
  private final Inspector inspector;
  private final DelayedTaskClient client;
  private final Schedules schedules;
  private final ScheduleSettings files;
  private final EventDoor events;
  private final Jobs jobs;
  private final Audit audit;

  Operations(
      Inspector inspector,
      DelayedTaskClient client,
      Schedules schedules,
      ScheduleSettings files,
      EventDoor events,
      Jobs jobs,
      Audit audit) {
    this.inspector = inspector;
    this.client = client;
    this.schedules = schedules;
    this.files = files;
    this.events = events;
    this.jobs = jobs;
    this.audit = audit;
  }

  /**
   * Does something to some tasks, of one queue or of several.
   *
   * @return what became of each, in their order
   */
  public List<ActionResult> act(Actor who, TaskAction action, List<TaskId> tasks) {
    var results = each(action, tasks);
    audit.note(who, "task." + name(action), Audit.target(tasks), Sentences.of(results));
    return results;
  }

  /** Gives a task that waits or has ended another due time; it then waits for that. */
  public ActionResult reschedule(Actor who, TaskId task, Instant at) {
    return reschedule(who, List.of(task), at).getFirst();
  }

  /** The same with some tasks; what became of each, in their order. */
  public List<ActionResult> reschedule(Actor who, List<TaskId> tasks, Instant at) {
    var results = inspector.reschedule(tasks, at);
    audit.note(who, "task.reschedule", Audit.target(tasks), Sentences.of(results) + " to " + at);
    return results;
  }

  /** Gives a task that waits or is archived another payload, at most 1 MiB. */
  public ActionResult edit(Actor who, TaskId task, byte[] payload) {
    var result = inspector.update(task, payload);
    audit.note(who, "task.edit", Audit.target(task), Sentences.word(result));
    return result;
  }

  /** Begins to do something to all tasks of a selection, in the background. */
  public Job start(Actor who, TaskAction action, Selection all) {
    return jobs.start(who.name(), action, all, this::each);
  }

  /** A job that runs in this process, or ended within the last hour. */
  public Optional<Job> job(String id) {
    return jobs.find(id);
  }

  /** The jobs of this process, the latest first. */
  public List<Job> jobs() {
    return jobs.all();
  }

  /** Ends a job within moments. What it has changed stays changed. Tells whether it was running. */
  public boolean stop(Actor who, String job) {
    var stopped = jobs.stop(job);
    audit.note(who, "job.stop", job, stopped ? "is being stopped" : "was not running");
    return stopped;
  }

  /** Lets no task of a queue begin any more; those that run go on. */
  public PauseResult pause(Actor who, String queue) {
    var result = inspector.pause(queue);
    audit.note(who, "queue.pause", queue, Sentences.word(result));
    return result;
  }

  /** Ends a pause. */
  public PauseResult resume(Actor who, String queue) {
    var result = inspector.resume(queue);
    audit.note(who, "queue.resume", queue, Sentences.word(result));
    return result;
  }

  /** Sets all limits of a queue: one that is absent is taken away. */
  public void limit(Actor who, String queue, QueueLimits limits) {
    inspector.limit(queue, limits);
    audit.note(who, "queue.limit", queue, Sentences.of(limits));
  }

  /** Deletes a queue; it comes back when a task is stored in it. */
  public QueueDeletion deleteQueue(Actor who, String queue, QueueDeletion.Losing losing) {
    var result = inspector.deleteQueue(queue, losing);
    audit.note(who, "queue.delete", queue, Sentences.of(result));
    return result;
  }

  /** Does what an event of the delayed delivery protocol asks. */
  public Taken enqueue(Actor who, CloudEvent event) {
    var target = event.getSource() + " " + event.getId();
    try {
      var result = events.take(event);
      audit.note(who, "event.enqueue", target, Sentences.of(result));
      return result;
    } catch (NotReplicated e) { // it is stored all the same
      audit.note(who, "event.enqueue", target, "stored, too few replicas");
      throw e;
    }
  }

  /**
   * Adds or changes a schedule; absent, with nothing changed, when the one of this id comes from a
   * file, which would put it back.
   */
  public Optional<Schedules.Put> putSchedule(Actor who, Schedule schedule) {
    if (comesFromFile(schedule.id())) {
      return Optional.empty();
    }
    var result = schedules.put(schedule);
    audit.note(who, "schedule.put", schedule.id(), Sentences.word(result));
    return Optional.of(result);
  }

  /** Forgets a schedule and its history; tasks that it has stored stay. */
  public ScheduleRemoval removeSchedule(Actor who, String id) {
    if (comesFromFile(id)) {
      return ScheduleRemoval.OF_FILE;
    }
    var found = schedules.remove(id);
    audit.note(who, "schedule.remove", id, found(found));
    return found ? ScheduleRemoval.REMOVED : ScheduleRemoval.NOT_THERE;
  }

  /** Keeps a schedule from firing. Tells whether there is such a schedule. */
  public boolean pauseSchedule(Actor who, String id) {
    var found = schedules.pause(id);
    audit.note(who, "schedule.pause", id, found(found));
    return found;
  }

  /** Lets a schedule fire again, from now on. Tells whether there is such a schedule. */
  public boolean resumeSchedule(Actor who, String id) {
    var found = schedules.resume(id);
    audit.note(who, "schedule.resume", id, found(found));
    return found;
  }

  /** Fires a schedule at once, paused or not; absent when there is no such schedule. */
  public Optional<Firing> runNow(Actor who, String schedule) {
    var firing = schedules.runNow(schedule);
    audit.note(
        who,
        "schedule.run",
        schedule,
        firing.map(f -> f.stored() ? Audit.target(f.task()) : "held up").orElse("not there"));
    return firing;
  }

  private List<ActionResult> each(TaskAction action, List<TaskId> tasks) {
    return switch (action) {
      case RUN -> inspector.run(tasks);
      case ARCHIVE -> inspector.archive(tasks);
      case DELETE -> inspector.delete(tasks);
      case CANCEL -> tasks.stream().map(this::cancel).toList();
    };
  }

  /** An id that is not there is not remembered: whoever acts by hand means what is there. */
  private ActionResult cancel(TaskId task) {
    var found = inspector.find(task);
    if (found.isEmpty()) {
      return ActionResult.NOT_THERE;
    }
    return TaskAction.CANCEL.from().contains(found.get().state())
            && client.cancel(task) != Cancelled.NOT_THERE
        ? ActionResult.DONE
        : ActionResult.OTHER_STATE;
  }

  private boolean comesFromFile(String schedule) {
    return schedules.find(schedule).map(ScheduleInfo::schedule).filter(files::owns).isPresent();
  }

  private static String found(boolean found) {
    return found ? "done" : "not there";
  }

  private static String name(TaskAction action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
