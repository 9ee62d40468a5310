package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Delivery;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Brings an event to its subscriber, tries again as the delivery says, publishes the reply, or
 * buries it as a dead letter.
 */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  private final String name;
  private final Delivery delivery;
  private final Sink subscriber;
  private final Optional<Sink> replies;
  private final Sink deadLetterSink;
  private final Stopping stopping;
  private final Tally tally;

  /**
   * @param replies where the subscriber's replies are published; empty where replies are ignored
   */
  Courier(
      String name,
      Delivery delivery,
      Sink subscriber,
      Optional<Sink> replies,
      Sink deadLetterSink,
      Stopping stopping,
      Tally tally) {
    this.name = name;
    this.delivery = delivery;
    this.subscriber = subscriber;
    this.replies = replies;
    this.deadLetterSink = deadLetterSink;
    this.stopping = stopping;
    this.tally = tally;
  }

  /**
   * True when the event is done with, one way or the other; false when the process stops before
   * that.
   */
  boolean deliver(CloudEvent event) throws InterruptedException {
    Optional<Answer> answer = send(subscriber, event);
    if (answer.isPresent() && answer.get() instanceof Answer.Taken taken) {
      tally.delivered.increment();
      log(Level.DEBUG, "delivered", event, taken.description());
      answer = taken.reply().isEmpty() ? answer : publish(taken.reply().get());
    }
    if (answer.isEmpty()) {
      return false;
    }
    return answer.get() instanceof Answer.Taken || bury(event, answer.get());
  }

  /** A reply that cannot be published counts like an answer that is no event. */
  private Optional<Answer> publish(CloudEvent reply) throws InterruptedException {
    Optional<Answer> answer = send(replies.orElseThrow(), reply);
    return answer.map(a -> a instanceof Answer.Taken ? a : new Answer.BadReply());
  }

  private boolean bury(CloudEvent event, Answer answer) throws InterruptedException {
    CloudEvent deadLetter = DeadLetters.of(event, subscriber.address(), answer);
    Optional<Answer> burial = send(deadLetterSink, deadLetter);
    if (burial.isEmpty()) {
      return false;
    }
    if (burial.get() instanceof Answer.Taken) {
      tally.deadLettered.increment();
      log(Level.ERROR, "dead letter", event, answer.description());
    } else {
      tally.lost.increment();
      log(
          Level.ERROR,
          "lost: the dead-letter sink did not take it either",
          event,
          burial.get().description());
    }
    return true;
  }

  /**
   * The last answer after all tries; empty when the process stops before there is one that counts.
   */
  private Optional<Answer> send(Sink sink, CloudEvent event) throws InterruptedException {
    for (int tries = 1; !stopping.begun(); tries++) {
      Answer answer = sink.send(event);
      if (!answer.worthRetrying() || tries > delivery.retry()) {
        return Optional.of(answer);
      }
      Duration wait = delivery.wait(tries);
      log(Level.WARN, "tried, again in " + wait, event, answer.description());
      if (!stopping.sleep(wait)) {
        return Optional.empty();
      }
      tally.retried.increment();
    }
    return Optional.empty();
  }

  private void log(Level level, String what, CloudEvent event, String why) {
    LoggingEventBuilder line =
        LOG.atLevel(level)
            .addKeyValue("receiver", name)
            .addKeyValue("type", event.getType())
            .addKeyValue("id", event.getId());
    if (event.getSubject() != null) {
      line = line.addKeyValue("subject", event.getSubject());
    }
    if (event.getExtension("traceparent") instanceof String traceparent) {
      line = line.addKeyValue("traceparent", traceparent);
    }
    line.addKeyValue("answer", why).log("{}", what);
  }
}
