package dev.stayflow.store;

import dev.stayflow.runtime.EventSink;
import dev.stayflow.runtime.Publication;
import dev.stayflow.runtime.Unavailable;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sends committed events to the sink and forgets them once it has them. What cannot be sent stays
 * for {@link #publishLeftovers}; what the sink refuses for good is parked for a person to look at.
 * An event may be sent twice, always under the same id, and never lost.
 */
public final class Outbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration LEFTOVERS_LIMIT = Duration.ofSeconds(20);
  private static final Duration FLUSH_LIMIT = Duration.ofSeconds(2);
  private static final int FLUSH_SIZE = 100;

  private final Database database;
  private final OutboxTable table;
  private final EventSink sink;
  private final InstantSource clock;
  private final Duration publishWithin;
  private final SettledEvents settled;

  /**
   * @param publishWithin how long an answer waits at most for the sink to take what was committed
   */
  Outbox(
      Database database,
      OutboxTable table,
      EventSink sink,
      InstantSource clock,
      Duration publishWithin) {
    this.database = database;
    this.table = table;
    this.sink = sink;
    this.clock = clock;
    this.publishWithin = publishWithin;
    this.settled = new SettledEvents(database, table);
  }

  /**
   * What became of events that were left behind.
   *
   * @param published the sink has them now
   * @param parked the sink refused them for good just now
   * @param parkedInAll how many wait for a person
   * @param sinkAway whether the sink was not there; the rest stays for the next time
   */
  public record Leftovers(int published, int parked, long parkedInAll, boolean sinkAway) {}

  /**
   * Sends events that were just committed, for at most {@code PUBLISH_WITHIN} in all. Never throws:
   * they are safe in their rows, and the answer to the guest does not depend on the sink.
   */
  public void publish(List<CloudEvent> events) {
    publish(events, publishWithin);
  }

  /**
   * The same where nobody waits for an answer and there are many.
   *
   * @param within for all of them together; the rest stays for {@link #publishLeftovers}
   */
  public void publish(List<CloudEvent> events, Duration within) {
    if (events.isEmpty()) {
      return;
    }
    try {
      Attempt attempt = send(events, within);
      settled.forget(attempt.accepted());
      if (!attempt.isAccepted()) {
        database.change(sql -> note(sql, attempt));
      }
    } catch (Unavailable e) {
      LOG.atWarn().setCause(e).log("events were sent but not taken off the outbox");
    }
  }

  /**
   * Stores events that tell of no change of ours, and sends them like {@link #publish(List)}: what
   * is stored is not lost, whatever becomes of the sink or of this process.
   */
  public void tell(List<CloudEvent> events) {
    tell(events, publishWithin);
  }

  /** The same, sent like {@link #publish(List, Duration)}. */
  public void tell(List<CloudEvent> events, Duration within) {
    database.statement(sql -> table.write(sql, events));
    publish(events, within);
  }

  /**
   * Sends events that were left behind, those first that were tried least. Several processes may do
   * so at once, each takes others.
   *
   * @param olderThan leaves those alone that their writer may still be sending
   * @param limit at most so many
   */
  public Leftovers publishLeftovers(Duration olderThan, int limit) {
    return publishLeftovers(olderThan, limit, LEFTOVERS_LIMIT);
  }

  /** Sends once more what is there, before the process ends. */
  @Override
  public void close() {
    try {
      Leftovers flushed = publishLeftovers(Duration.ZERO, FLUSH_SIZE, FLUSH_LIMIT);
      LOG.atInfo().addKeyValue("published", flushed.published()).log("outbox flushed");
    } catch (Unavailable e) {
      LOG.atWarn().log("outbox not flushed: the database is away; reconcile-orders will publish");
    }
  }

  private Leftovers publishLeftovers(Duration olderThan, int limit, Duration within) {
    return database.change(
        sql -> {
          Attempt attempt = send(table.claimLeftovers(sql, olderThan, limit), within);
          table.delete(sql, attempt.accepted());
          note(sql, attempt);
          return new Leftovers(
              attempt.accepted().size(),
              attempt.refused().size(),
              table.countParked(sql),
              !attempt.unavailable().isEmpty());
        });
  }

  /**
   * One after the other, so that the events of an order leave in order; ends when the sink does.
   */
  private Attempt send(List<CloudEvent> events, Duration within) {
    Attempt attempt = new Attempt(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Instant end = clock.instant().plus(within);
    for (CloudEvent event : events) {
      Duration left = Duration.between(clock.instant(), end);
      if (!left.isPositive() || !attempt.unavailable().isEmpty()) {
        break;
      }
      switch (sink.publish(event, left)) {
        case Publication.Accepted _ -> attempt.accepted().add(event.getId());
        case Publication.Refused(_, String reason) -> {
          log(Level.ERROR, event, "event refused for good and parked", reason);
          attempt.refused().add(new Refusal(event.getId(), reason));
        }
        case Publication.Unavailable(String reason) -> {
          log(Level.WARN, event, "event stays in the outbox", reason);
          attempt.unavailable().add(event.getId());
        }
      }
    }
    return attempt;
  }

  /** Writes down what became of events that the sink does not have. */
  private Attempt note(JdbcClient sql, Attempt attempt) {
    attempt.refused().forEach(refusal -> table.park(sql, refusal.id(), refusal.reason()));
    attempt.unavailable().forEach(id -> table.countAttempt(sql, id));
    return attempt;
  }

  private static void log(Level level, CloudEvent event, String what, String reason) {
    LOG.atLevel(level)
        .addKeyValue("order_sn", Objects.toString(event.getExtension("partitionkey"), ""))
        .addKeyValue("event_id", event.getId())
        .addKeyValue("event_type", event.getType())
        .addKeyValue("reason", reason)
        .log(what);
  }

  private record Refusal(String id, String reason) {}

  private record Attempt(List<String> accepted, List<Refusal> refused, List<String> unavailable) {
    boolean isAccepted() {
      return refused.isEmpty() && unavailable.isEmpty();
    }
  }
}
