package dev.stayflow.local.knative;

import com.cronutils.model.time.ExecutionTime;
import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.PingSource;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a PingSource's event at the times of its schedule; times that pass while the process is
 * down are not made up for.
 */
final class PingSourceRunner {
  private static final Logger LOG = LoggerFactory.getLogger(PingSourceRunner.class);
  private static final int RETRIES = 5;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private final PingSource source;
  private final Sink sink;
  private final InstantSource clock;
  private final Stopping stopping;
  private final Tally tally = new Tally();
  private final ExecutionTime times;

  PingSourceRunner(PingSource source, Sink sink, InstantSource clock, Stopping stopping) {
    this.source = source;
    this.sink = sink;
    this.clock = clock;
    this.stopping = stopping;
    this.times = ExecutionTime.forCron(source.schedule());
    Thread.ofVirtual().name("ping-" + source.name()).start(this::run);
  }

  PingSource source() {
    return source;
  }

  Tally tally() {
    return tally;
  }

  /** When it is sent next; empty when the schedule has no further time. */
  Optional<Instant> next() {
    return times.nextExecution(clock.instant().atZone(source.zone())).map(ZonedDateTime::toInstant);
  }

  private void run() {
    try {
      Optional<Instant> due = next();
      while (due.isPresent() && stopping.sleep(Duration.between(clock.instant(), due.get()))) {
        // A slow receiver does not move the next time.
        Thread.ofVirtual().name("ping-" + source.name() + "-send").start(this::send);
        due = times.nextExecution(due.get().atZone(source.zone())).map(ZonedDateTime::toInstant);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void send() {
    try {
      CloudEvent event = event();
      Answer answer = sink.send(event);
      Duration wait = FIRST_WAIT;
      for (int retry = 0;
          retry < RETRIES && answer.worthRetrying() && stopping.sleep(wait);
          retry++) {
        tally.retried.increment();
        answer = sink.send(event);
        wait = wait.multipliedBy(2);
      }
      if (answer instanceof Answer.Taken) {
        tally.delivered.increment();
      } else {
        tally.lost.increment();
        LOG.atWarn()
            .addKeyValue("receiver", source.name())
            .addKeyValue("id", event.getId())
            .addKeyValue("answer", answer.description())
            .log("lost: a ping has no dead-letter sink");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private CloudEvent event() {
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId(UUID.randomUUID().toString())
            .withSource(
                URI.create(
                    "/apis/v1/namespaces/%s/pingsources/%s"
                        .formatted(Manifests.NAMESPACE, source.name())))
            .withType("dev.knative.sources.ping")
            .withTime(clock.instant().atOffset(ZoneOffset.UTC));
    source.contentType().ifPresent(event::withDataContentType);
    source.data().ifPresent(event::withData);
    source.extensions().forEach(event::withExtension);
    return event.build();
  }
}
