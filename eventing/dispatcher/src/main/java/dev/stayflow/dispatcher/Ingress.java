package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.event.EventReader;
import dev.stayflow.dispatcher.event.Message;
import dev.stayflow.dispatcher.event.Received;
import dev.stayflow.dispatcher.event.Taken;
import dev.stayflow.dispatcher.problem.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The door of the delayed delivery protocol. Its answers never look like an event. */
final class Ingress {
  static final int MOST_PER_EVENT = 64 * 1024;
  private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);

  private final EventReader reader = new EventReader(MOST_PER_EVENT);
  private final Requests requests;
  private final Figures figures;

  Ingress(Requests requests, Figures figures) {
    this.requests = requests;
    this.figures = figures;
  }

  ResponseEntity<Object> take(Message message, Caller caller) {
    return switch (reader.read(message)) {
      case Received.Wrong wrong -> refused(wrong.refusal());
      case Received.One one -> answer(requests.take(one.event(), caller));
      case Received.Batch batch ->
          requests
              .takeAll(batch.events(), caller)
              .map(this::refused)
              .orElseGet(() -> ResponseEntity.status(HttpStatus.ACCEPTED).build());
    };
  }

  /** A body would make a Trigger count the answer as a failure. */
  private ResponseEntity<Object> answer(Taken taken) {
    return switch (taken) {
      case Taken.Refused refused -> refused(refused.refusal());
      case Taken.Done done -> {
        var answer =
            ResponseEntity.status(HttpStatus.ACCEPTED)
                .header("Deliver-Task", done.name())
                .header("Deliver-Outcome", done.how().text());
        done.dueAt().ifPresent(due -> answer.header("Deliver-At", due.toString()));
        yield answer.build();
      }
    };
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
