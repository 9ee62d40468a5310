package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Cancelled;
import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.Enqueued;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.dispatcher.event.StoredEvent;
import dev.stayflow.dispatcher.problem.Refusal;
import io.cloudevents.CloudEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The door of the delayed delivery protocol. Its answers never look like an event. */
@RestController
final class Ingress {
  static final int MOST_PER_EVENT = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);

  private final EventReader reader = new EventReader(MOST_PER_EVENT);
  private final DeliveryProtocol protocol;
  private final DelayedTaskClient tasks;
  private final InstantSource clock;
  private final Duration dedupeFor;
  private final Figures figures;

  Ingress(
      DeliveryProtocol protocol,
      DelayedTaskClient tasks,
      InstantSource clock,
      Duration dedupeFor,
      Figures figures) {
    this.protocol = protocol;
    this.tasks = tasks;
    this.clock = clock;
    this.dedupeFor = dedupeFor;
    this.figures = figures;
  }

  @PostMapping("/")
  ResponseEntity<Object> take(HttpServletRequest request) throws IOException {
    return switch (reader.read(request)) {
      case Received.Wrong wrong -> refused(wrong.refusal());
      case Received.One one -> one(protocol.read(one.event(), clock.instant()));
      case Received.Batch batch -> batch(batch.events());
    };
  }

  private ResponseEntity<Object> one(Asked asked) {
    return switch (asked) {
      case Asked.Refused refused -> refused(refused.refusal());
      case Asked.Delivery delivery -> {
        var task = task(delivery);
        var result = tasks.enqueue(task);
        stored(delivery, result);
        yield accepted(task.id().id())
            .header("Deliver-At", dueAt(delivery.dueAt(), result).toString())
            .build();
      }
      case Asked.Cancellation cancellation -> {
        cancelled(cancellation, tasks.cancel(cancellation.id()));
        yield accepted(cancellation.id().id()).build();
      }
    };
  }

  /** Validated whole before any of it is stored; done in order, so that repeating it is safe. */
  private ResponseEntity<Object> batch(List<CloudEvent> events) {
    var arrival = clock.instant();
    var asked = new ArrayList<Asked>();
    for (var event : events) {
      var read = protocol.read(event, arrival);
      if (read instanceof Asked.Refused refused) {
        return refused(refused.refusal().at(asked.size()));
      }
      asked.add(read);
    }
    var deliveries = new ArrayList<Asked.Delivery>();
    for (var each : asked) {
      switch (each) {
        case Asked.Delivery delivery -> deliveries.add(delivery);
        case Asked.Cancellation cancellation -> {
          store(deliveries);
          deliveries.clear();
          cancelled(cancellation, tasks.cancel(cancellation.id()));
        }
        case Asked.Refused _ -> throw new IllegalStateException("refused above");
      }
    }
    store(deliveries);
    return ResponseEntity.status(HttpStatus.ACCEPTED).build();
  }

  private void store(List<Asked.Delivery> deliveries) {
    var results = tasks.enqueue(deliveries.stream().map(this::task).toList());
    for (var i = 0; i < deliveries.size(); i++) {
      stored(deliveries.get(i), results.get(i));
    }
  }

  private Task task(Asked.Delivery delivery) {
    return StoredEvent.task(delivery.event(), delivery.id())
        .at(delivery.dueAt())
        .rememberFor(dedupeFor);
  }

  private static Instant dueAt(Instant asked, Enqueued result) {
    return switch (result) {
      case Enqueued.Stored _, Enqueued.Finished _, Enqueued.Archived _ -> asked;
      case Enqueued.AlreadyThere there -> there.dueAt();
    };
  }

  private static ResponseEntity.BodyBuilder accepted(String task) {
    return ResponseEntity.status(HttpStatus.ACCEPTED).header("Deliver-Task", task);
  }

  private void stored(Asked.Delivery delivery, Enqueued result) {
    var outcome =
        switch (result) {
          case Enqueued.Stored _ -> "stored";
          case Enqueued.AlreadyThere _ -> "already-there";
          case Enqueued.Finished _, Enqueued.Archived _ -> "finished-before";
        };
    figures.received(outcome);
    EventLog.about(LOG.atInfo(), delivery.event())
        .addKeyValue("queue", delivery.id().queue())
        .addKeyValue("task", delivery.id().id())
        .addKeyValue("due", delivery.dueAt().toString())
        .addKeyValue("outcome", outcome)
        .log("Delivery requested");
  }

  private void cancelled(Asked.Cancellation cancellation, Cancelled result) {
    figures.received("cancelled");
    EventLog.about(LOG.atInfo(), cancellation.event())
        .addKeyValue("queue", cancellation.id().queue())
        .addKeyValue("task", cancellation.id().id())
        .addKeyValue("outcome", result.name())
        .log("Delivery cancelled");
  }

  private ResponseEntity<Object> refused(Refusal refusal) {
    figures.received("refused");
    LOG.atWarn()
        .addKeyValue("status", refusal.status())
        .addKeyValue("detail", refusal.detail())
        .log("Request refused");
    return refusal.response();
  }
}
