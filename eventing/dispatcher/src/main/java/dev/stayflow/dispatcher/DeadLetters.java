package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.dispatcher.event.EventReader;
import dev.stayflow.dispatcher.event.Received;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.CloudEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Keeps what Knative could not deliver, whatever it is, for people to see. */
@RestController
final class DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final int LONGEST_ID = 1500;

  /** A dead letter is somebody's event with more headers, so it may have the size of any. */
  private final EventReader reader = new EventReader(EventReader.MOST_PER_BATCH);

  private final DelayedTaskClient tasks;
  private final Figures figures;

  DeadLetters(DelayedTaskClient tasks, Figures figures) {
    this.tasks = tasks;
    this.figures = figures;
  }

  @PostMapping("/dead-letters")
  ResponseEntity<Object> take(HttpServletRequest request) throws IOException {
    return switch (reader.read(request)) {
      case Received.Wrong wrong -> wrong.refusal().response();
      case Received.One one -> archive(one.event());
      case Received.Batch batch -> {
        batch.events().forEach(this::archive);
        yield ResponseEntity.status(HttpStatus.ACCEPTED).build();
      }
    };
  }

  private ResponseEntity<Object> archive(CloudEvent event) {
    var id = new TaskId(DispatcherSettings.DEAD_LETTERS, id(event));
    var task = StoredEvent.task(event, id);
    var fresh = tasks.archive(task, reason(event));
    figures.received(fresh ? "dead-letter" : "dead-letter-again");
    EventLog.about(LOG.atWarn(), event)
        .addKeyValue("reason", reason(event))
        .log("Dead letter archived");
    return ResponseEntity.status(HttpStatus.ACCEPTED).build();
  }

  /** The same event that failed at another subscriber is another dead letter. */
  private static String id(CloudEvent event) {
    var id = TaskNames.identity(event) + "@" + text(event, "knativeerrordest");
    return id.length() <= LONGEST_ID
        ? id
        : UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static String reason(CloudEvent event) {
    var code = text(event, "knativeerrorcode");
    return "%s %s"
        .formatted(
            text(event, "knativeerrordest"),
            code.isEmpty() ? "did not answer as it should" : "answered " + code);
  }

  private static String text(CloudEvent event, String name) {
    return Optional.ofNullable(event.getExtension(name)).map(Object::toString).orElse("");
  }
}
