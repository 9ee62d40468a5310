package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.DelayedTaskClient;
import dev.stayflow.delayedtasks.NotReplicated;
import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.RedisFull;
import dev.stayflow.delayedtasks.RedisUnavailable;
import dev.stayflow.delayedtasks.TaskId;
import dev.stayflow.delayedtasks.TaskRun;
import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells of events that the dispatcher gives up, by an event of their own that is delivered as any
 * other: it is stored before Redis is told that its event goes to the archive, so none is lost.
 */
final class FailedNotices {
  static final String TYPE = Attribute.FAILED;
  private static final URI SOURCE = URI.create("/stayflow/dispatcher");

  /** What W3C's version 00 takes. */
  private static final String TRACEPARENT = "traceparent";

  private static final int LONGEST_TRACEPARENT = 55;

  private static final Logger LOG = LoggerFactory.getLogger(FailedNotices.class);

  private final DelayedTaskClient tasks;
  private final InstantSource clock;
  private final Duration dedupeFor;
  private final boolean wanted;
  private final Duration againAfter;

  /**
   * The notices of a process.
   *
   * @param againAfter when the attempt is repeated whose notice could not be stored
   */
  FailedNotices(
      DelayedTaskClient tasks,
      InstantSource clock,
      Duration dedupeFor,
      boolean wanted,
      Duration againAfter) {
    this.tasks = tasks;
    this.clock = clock;
    this.dedupeFor = dedupeFor;
    this.wanted = wanted;
    this.againAfter = againAfter;
  }

  /**
   * Stores the notice, if this outcome needs one.
   *
   * @return the outcome, or that the attempt is to be repeated since the notice could not be stored
   */
  Outcome before(Outcome outcome, TaskRun run, Delivery delivery) {
    var needed =
        wanted
            && outcome instanceof Outcome.Archive
            && !run.task().id().queue().equals(Queues.DEAD_LETTERS)
            && !delivery.request().getType().equals(TYPE);
    if (!needed) {
      return outcome;
    }
    try {
      var notice = notice(run, delivery, ((Outcome.Archive) outcome).reason());
      var id = new TaskId(run.task().id().queue(), notice.getId());
      var _ = tasks.enqueue(StoredEvent.task(notice, id).rememberFor(dedupeFor));
      return outcome;
    } catch (NotReplicated _) { // but stored
      return outcome;
    } catch (RedisUnavailable | RedisFull e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Notice of a failure not stored");
      return new Outcome.Later(againAfter);
    } catch (RuntimeException e) { // repeating would not help: the archive tells of it
      LOG.atError().setCause(e).log("Notice of a failure cannot be stored");
      return outcome;
    }
  }

  /** The same for the same end of the same task, so that a repeat is a repeat. */
  private CloudEvent notice(TaskRun run, Delivery delivery, String reason) {
    var id = run.task().id();
    var end = String.join("\0", id.queue(), id.id(), run.dueAt().toString());
    var notice =
        CloudEventBuilder.v1()
            .withId(UUID.nameUUIDFromBytes(end.getBytes(StandardCharsets.UTF_8)).toString())
            .withSource(SOURCE)
            .withType(TYPE)
            .withSubject(id.id())
            .withTime(clock.instant().atOffset(ZoneOffset.UTC))
            .withData("application/json", data(run, delivery, reason));
    Attribute.of(delivery.request(), TRACEPARENT)
        .filter(trace -> trace.length() <= LONGEST_TRACEPARENT)
        .ifPresent(trace -> notice.withExtension(TRACEPARENT, trace));
    return notice.build();
  }

  private static byte[] data(TaskRun run, Delivery delivery, String reason) {
    var event = delivery.request();
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("queue", run.task().id().queue());
    data.put("task", run.task().id().id());
    data.put("eventId", event.getId());
    data.put("eventSource", event.getSource().toString());
    data.put("eventType", delivery.event().getType());
    data.put("eventSubject", event.getSubject());
    data.put("attempts", run.attempt());
    data.put("reason", reason);
    data.put("destination", delivery.destination().map(URI::toString).orElse(null));
    return JsonMapper.shared().writeValueAsBytes(data);
  }
}
