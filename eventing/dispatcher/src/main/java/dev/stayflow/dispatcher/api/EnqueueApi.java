package dev.stayflow.dispatcher.api;

import dev.stayflow.dispatcher.access.Actor;
import dev.stayflow.dispatcher.event.EventReader;
import dev.stayflow.dispatcher.event.Received;
import dev.stayflow.dispatcher.event.Taken;
import dev.stayflow.dispatcher.operations.Operations;
import dev.stayflow.dispatcher.problem.Refusal;
import io.cloudevents.CloudEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes one event by the rules of the ingress, from people. */
@RestController
final class EnqueueApi {
  private static final int MOST_BYTES = 64 * 1024;

  private final EventReader reader = new EventReader(MOST_BYTES);
  private final Operations operations;

  EnqueueApi(Operations operations) {
    this.operations = operations;
  }

  /**
   * What became of it.
   *
   * @param dueAt absent when nothing is due
   */
  record Answer(String queue, String id, String outcome, @Nullable Instant dueAt) {}

  @PostMapping("/api/tasks")
  ResponseEntity<Object> take(HttpServletRequest request) throws IOException {
    return switch (reader.read(request)) {
      case Received.Wrong wrong -> wrong.refusal().response();
      case Received.Batch _ ->
          Refusal.badEvent("send one event; batches go to the port of events").response();
      case Received.One one -> take(one.event());
    };
  }

  private ResponseEntity<Object> take(CloudEvent event) {
    return switch (operations.enqueue(Actor.current(), event)) {
      case Taken.Refused refused -> refused.refusal().response();
      case Taken.Done done ->
          ResponseEntity.status(done.how() == Taken.How.STORED ? HttpStatus.CREATED : HttpStatus.OK)
              .body(
                  new Answer(
                      done.task().queue(),
                      done.task().id(),
                      Words.of(done.how()),
                      done.dueAt().orElse(null)));
    };
  }
}
