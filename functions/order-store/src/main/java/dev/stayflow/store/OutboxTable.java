package dev.stayflow.store;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows of the outbox: whole CloudEvents, from the commit that they tell of to their sink's 2xx. */
final class OutboxTable {

  private static final int MOST_BYTES = 64 * 1024;

  /**
   * The events that {@link #parameters} gives, in their order, as one part of a statement that
   * begins with {@code INSERT INTO outbox (id, order_sn, event)}.
   */
  static final String EVENTS =
      """
      SELECT id, order_sn, event
        FROM unnest(
               CAST(:eventIds AS text[]), CAST(:eventOrders AS text[]), CAST(:events AS text[]))
             WITH ORDINALITY AS told (id, order_sn, event, place)
      """;

  private static final String INSERT =
      "INSERT INTO outbox (id, order_sn, event)\n" + EVENTS + "ORDER BY place";

  private static final String DELETE =
      """
      DELETE FROM outbox
       WHERE position IN (
         SELECT position FROM outbox WHERE id = ANY (CAST(:ids AS text[])) FOR UPDATE SKIP LOCKED)
      """;

  private static final String PARK =
      "UPDATE outbox SET parked_at = now(), parked_reason = :reason WHERE id = :id";

  private static final String COUNT_ATTEMPT =
      "UPDATE outbox SET attempts = attempts + 1 WHERE id = :id";

  private static final String COUNT_PARKED =
      "SELECT count(*) FROM outbox WHERE parked_at IS NOT NULL";

  static final String CLAIM_LEFTOVERS =
      """
      SELECT event FROM outbox
       WHERE parked_at IS NULL AND created_at <= now() - make_interval(secs => :seconds)
       ORDER BY attempts, position
       LIMIT :limit
         FOR UPDATE SKIP LOCKED
      """;

  private final EventFormat format = new JsonFormat();

  /** Writes events in the transaction of the change that they tell of; how many there are. */
  int write(JdbcClient sql, List<CloudEvent> events) {
    return events.isEmpty() ? 0 : sql.sql(INSERT).params(parameters(events)).update();
  }

  /**
   * Events as the parameters of {@link #EVENTS}.
   *
   * @throws IllegalArgumentException if one is over 64 KiB, or does not name its order as {@code
   *     partitionkey}: a mistake of whoever made it, which must undo the change
   */
  Map<String, String[]> parameters(List<CloudEvent> events) {
    return Map.of(
        "eventIds", each(events, CloudEvent::getId),
        "eventOrders", each(events, OutboxTable::orderOf),
        "events", each(events, this::json));
  }

  private static String[] each(List<CloudEvent> events, Function<CloudEvent, String> part) {
    return events.stream().map(part).toArray(String[]::new);
  }

  private static String orderOf(CloudEvent event) {
    Object order = event.getExtension("partitionkey");
    if (order == null) {
      throw new IllegalArgumentException(
          "event %s of type %s has no partitionkey".formatted(event.getId(), event.getType()));
    }
    return order.toString();
  }

  private String json(CloudEvent event) {
    byte[] json = format.serialize(event);
    if (json.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "event %s of type %s has %d bytes; an event has at most %d"
              .formatted(event.getId(), event.getType(), json.length, MOST_BYTES));
    }
    return new String(json, StandardCharsets.UTF_8);
  }

  /** Events that were left behind, locked for this transaction; what was tried least goes first. */
  List<CloudEvent> claimLeftovers(JdbcClient sql, Duration olderThan, int limit) {
    return sql.sql(CLAIM_LEFTOVERS)
        .param("seconds", olderThan.toMillis() / 1000.0)
        .param("limit", limit)
        .query(
            (row, _) -> format.deserialize(row.getString("event").getBytes(StandardCharsets.UTF_8)))
        .list();
  }

  /**
   * Takes events off the outbox, but those that somebody else has locked: he is sending them once
   * more and takes them off himself.
   */
  int delete(JdbcClient sql, Collection<String> ids) {
    return ids.isEmpty() ? 0 : sql.sql(DELETE).param("ids", ids.toArray(String[]::new)).update();
  }

  void park(JdbcClient sql, String id, String reason) {
    sql.sql(PARK).param("id", id).param("reason", reason.replace("\0", "")).update();
  }

  void countAttempt(JdbcClient sql, String id) {
    sql.sql(COUNT_ATTEMPT).param("id", id).update();
  }

  long countParked(JdbcClient sql) {
    return sql.sql(COUNT_PARKED).query(Long.class).single();
  }
}
