package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Cancelled;
import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.Enqueued;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.Rescheduled;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.TaskInfo;
import dev.stayflow.delayedtasks.TaskState;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.event.Taken;
import dev.stayflow.dispatcher.event.Taken.How;
import dev.stayflow.dispatcher.problem.Refusal;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what events ask for by the delayed delivery protocol. Every method may throw {@link
 * dev.stayflow.delayedtasks.RedisUnavailable}; repeating it then is safe.
 */
final class Requests {
  private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

  private final DeliveryProtocol protocol;
  private final DelayedTaskClient tasks;
  private final Inspector inspector;
  private final InstantSource clock;
  private final Duration dedupeFor;
  private final Figures figures;

  Requests(
      DeliveryProtocol protocol,
      DelayedTaskClient tasks,
      Inspector inspector,
      InstantSource clock,
      Duration dedupeFor,
      Figures figures) {
    this.protocol = protocol;
    this.tasks = tasks;
    this.inspector = inspector;
    this.clock = clock;
    this.dedupeFor = dedupeFor;
    this.figures = figures;
  }

  /** Returns once Redis, and as many replicas as are demanded, have it. */
  Taken take(CloudEvent event, Caller caller) {
    var asked = protocol.read(event, caller, clock.instant());
    return asked instanceof Asked.Delivery delivery
        ? stored(delivery, figures.redis("enqueue", () -> tasks.enqueue(task(delivery))))
        : changed(asked);
  }

  /**
   * Does what all ask for, in their order, or nothing when one of them is wrong.
   *
   * @return the first refusal with its index; absent when all was done
   */
  Optional<Refusal> takeAll(List<CloudEvent> events, Caller caller) {
    var arrival = clock.instant();
    var asked = new ArrayList<Asked>();
    for (var event : events) {
      var read = protocol.read(event, caller, arrival);
      if (read instanceof Asked.Refused refused) {
        return Optional.of(refused.refusal().at(asked.size()));
      }
      asked.add(read);
    }
    return doAll(asked);
  }

  private Optional<Refusal> doAll(List<Asked> all) {
    Optional<Refusal> refusal = Optional.empty();
    var deliveries = new ArrayList<Asked.Delivery>();
    for (var i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof Asked.Delivery delivery) {
        deliveries.add(delivery);
        continue;
      }
      store(deliveries);
      deliveries.clear();
      if (changed(all.get(i)) instanceof Taken.Refused refused && refusal.isEmpty()) {
        refusal = Optional.of(refused.refusal().at(i));
      }
    }
    store(deliveries);
    return refusal;
  }

  private void store(List<Asked.Delivery> deliveries) {
    var stored = deliveries.stream().map(this::task).toList();
    var results = figures.redis("enqueue-all", () -> tasks.enqueue(stored));
    for (var i = 0; i < deliveries.size(); i++) {
      var _ = stored(deliveries.get(i), results.get(i));
    }
  }

  private Task task(Asked.Delivery delivery) {
    var task =
        StoredEvent.task(delivery.event(), delivery.task().id())
            .at(delivery.dueAt())
            .rememberFor(dedupeFor);
    var caller = delivery.caller().name();
    return caller.isEmpty() ? task : task.header(StoredEvent.CALLER, caller);
  }

  private Taken stored(Asked.Delivery delivery, Enqueued result) {
    return switch (result) {
      case Enqueued.Stored _ -> done(delivery, delivery.dueAt(), How.STORED);
      case Enqueued.AlreadyThere there -> done(delivery, there.dueAt(), How.ALREADY_THERE);
      case Enqueued.Finished _, Enqueued.Archived _ -> done(delivery, null, How.FINISHED);
    };
  }

  private Taken done(Asked.Delivery delivery, @Nullable Instant dueAt, How how) {
    return done(delivery.event(), delivery.task(), Optional.ofNullable(dueAt), how);
  }

  private Taken changed(Asked asked) {
    return switch (asked) {
      case Asked.Delivery _ -> throw new IllegalStateException("a delivery is stored");
      case Asked.Refused refused -> new Taken.Refused(refused.refusal());
      case Asked.Unheard unheard ->
          done(unheard.event(), unheard.task(), Optional.empty(), How.UNHEARD);
      case Asked.Cancellation asks ->
          done(
              asks.event(),
              asks.task(),
              Optional.empty(),
              switch (figures.redis("cancel", () -> tasks.cancel(asks.task().id()))) {
                case Cancelled.WAITED -> How.CANCELLED;
                case Cancelled.UNDER_WAY -> How.UNDER_WAY;
                case Cancelled.NOT_THERE -> How.NOT_THERE;
              });
      case Asked.Rescheduling asks -> rescheduled(asks);
    };
  }

  private Taken rescheduled(Asked.Rescheduling asks) {
    var id = asks.task().id();
    return switch (figures.redis("reschedule", () -> tasks.reschedule(id, asks.dueAt()))) {
      case Rescheduled.Moved() ->
          done(asks.event(), asks.task(), Optional.of(asks.dueAt()), How.RESCHEDULED);
      case Rescheduled.Finished() ->
          done(asks.event(), asks.task(), Optional.empty(), How.FINISHED);
      case Rescheduled.NotWaiting() ->
          done(asks.event(), asks.task(), Optional.empty(), notWaiting(asks.task()));
      case Rescheduled.NotThere() -> {
        figures.received("unknown");
        yield new Taken.Refused(
            Refusal.notFound(
                "there is no task %s in queue %s; its request may still come"
                    .formatted(asks.task().name(), asks.task().id().queue())));
      }
    };
  }

  private How notWaiting(Asked.Named task) {
    return switch (inspector.find(task.id()).map(TaskInfo::state).orElse(TaskState.COMPLETED)) {
      case ARCHIVED, COMPLETED -> How.FINISHED;
      // it ran when it was asked, and may wait for another attempt by now
      case ACTIVE, RETRY, SCHEDULED, PENDING, AGGREGATING -> How.UNDER_WAY;
    };
  }

  private Taken done(CloudEvent event, Asked.Named task, Optional<Instant> dueAt, How how) {
    figures.received(how.text());
    var line =
        EventLog.about(LOG.atInfo(), event)
            .addKeyValue("queue", task.id().queue())
            .addKeyValue("task", task.id().id())
            .addKeyValue("outcome", how.text());
    if (dueAt.isPresent()) {
      line = line.addKeyValue("due", dueAt.get().toString());
    }
    line.log("Request taken");
    return new Taken.Done(task.id(), task.name(), dueAt, how);
  }
}
