package dev.stayflow.dispatcher.operations;

import dev.stayflow.delayedtasks.Failure;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A task made readable: one that holds an event, or somebody else's of any kind. */
public record TaskView(TaskInfo info) {
  private static final Set<TaskState> EDITABLE =
      EnumSet.complementOf(EnumSet.of(TaskState.ACTIVE, TaskState.COMPLETED));

  public TaskId id() {
    return info.task().id();
  }

  public TaskState state() {
    return info.state();
  }

  /** What the task asks to be delivered, as it was received; absent when it holds no event. */
  public Optional<CloudEvent> event() {
    return StoredEvent.of(info.task());
  }

  /** What lies beside the payload, but for the attributes of an event. */
  public Map<String, String> headers() {
    var headers = info.task().headers();
    return event().isEmpty() ? headers : StoredEvent.otherHeaders(headers);
  }

  public Payload payload() {
    return Payload.of(info.task().payload());
  }

  /** What its handler returned, of a completed task. */
  public Optional<Payload> result() {
    return info.result().map(Payload::of);
  }

  /** What its handler last told of an attempt. */
  public Optional<Payload> progress() {
    return info.progress().map(Payload::of);
  }

  /** What can be done to it in its state. */
  public Set<TaskAction> actions() {
    return Arrays.stream(TaskAction.values())
        .filter(action -> action.from().contains(state()))
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(TaskAction.class)));
  }

  /** Whether its due time can be changed in its state. */
  public boolean mayReschedule() {
    return state() != TaskState.ACTIVE;
  }

  /** Whether its payload can be changed in its state. */
  public boolean mayEdit() {
    return EDITABLE.contains(state());
  }

  /** What happened to it, and what will; the earliest first. Of its failures the last ten. */
  public List<Moment> timeline() {
    var moments = new ArrayList<Moment>();
    event()
        .map(CloudEvent::getTime)
        .ifPresent(time -> moments.add(moment(time.toInstant(), Moment.What.EVENT_TIME)));
    if (state() != TaskState.AGGREGATING) {
      moments.add(moment(info.dueAt(), Moment.What.DUE));
    }
    for (var failure : failures()) {
      moments.add(new Moment(failure.at(), Moment.What.FAILED, failure.reason()));
    }
    moments.addAll(ofState());
    return moments.stream().sorted(Comparator.comparing(Moment::at)).toList();
  }

  /** The last note of an archived task is why it was archived, told as that. */
  private List<Failure> failures() {
    var all = info.latestFailures();
    return state() == TaskState.ARCHIVED && !all.isEmpty() ? all.subList(0, all.size() - 1) : all;
  }

  private List<Moment> ofState() {
    return switch (state()) {
      case SCHEDULED, PENDING ->
          info.at().equals(info.dueAt())
              ? List.of()
              : List.of(moment(info.at(), Moment.What.NEXT_ATTEMPT));
      case RETRY -> List.of(moment(info.at(), Moment.What.NEXT_ATTEMPT));
      case ACTIVE -> List.of(moment(info.at(), Moment.What.LEASE_ENDS));
      case AGGREGATING -> List.of(moment(info.at(), Moment.What.JOINED_GROUP));
      case ARCHIVED -> List.of(new Moment(info.at(), Moment.What.ARCHIVED, info.lastReason()));
      case COMPLETED -> {
        var ended = new ArrayList<Moment>();
        info.completedAt().ifPresent(at -> ended.add(moment(at, Moment.What.COMPLETED)));
        ended.add(moment(info.at(), Moment.What.FORGOTTEN));
        yield ended;
      }
    };
  }

  private static Moment moment(Instant at, Moment.What what) {
    return new Moment(at, what, "");
  }
}
