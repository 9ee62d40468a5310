package dev.stayflow.store;

import static dev.stayflow.store.Parameters.time;

import dev.stayflow.order.GuestId;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderId;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.TradeState;
import dev.stayflow.store.Closing.Closed;
import dev.stayflow.store.Placing.KeyReused;
import dev.stayflow.store.Placing.NightsTaken;
import dev.stayflow.store.Placing.Placed;
import dev.stayflow.store.Placing.Replayed;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Orders. Who changes one says which events tell of it; they are committed with the change and
 * handed back, to be published by {@link Outbox#publish}.
 */
public final class Orders {

  private static final Duration KEY_LIFE = Duration.ofHours(24);

  private final Database database;
  private final OutboxTable outbox;
  private final InstantSource clock;

  Orders(Database database, OutboxTable outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Stores a new order and its events if its nights are free and its key is new. Whether they are
   * is the database's constraints' to say, so any number of callers may try at once. One statement
   * and one commit, unless something is in its way.
   */
  public Placing place(Order order, Optional<Idempotency> idempotency, List<CloudEvent> events) {
    return tryToPlace(order, idempotency, events)
        .or(
            () ->
                idempotency.flatMap(
                    key -> {
                      forgetOldKey(order.guest(), key);
                      return tryToPlace(order, idempotency, events);
                    }))
        .orElseGet(() -> nightsTaken(order));
  }

  /** Empty when the nights are taken, or the key by a request that is too old to be repeated. */
  private Optional<Placing> tryToPlace(
      Order order, Optional<Idempotency> idempotency, List<CloudEvent> events) {
    Optional<StoredOrder> stored = insert(order, idempotency, events);
    return stored.isPresent()
        ? Optional.of(new Placed(stored.get(), events))
        : idempotency.flatMap(key -> replay(order.guest(), key));
  }

  /**
   * What the guest's key stands for: {@link Replayed} or {@link KeyReused}; empty if it is new. Ask
   * before a repeated request is checked: it stays answered when its dates have become past.
   */
  public Optional<Placing> replay(GuestId guest, Idempotency idempotency) {
    return database.statement(
        sql ->
            sql.sql(OrderSql.FIND_BY_KEY)
                .param("guest", guest.value())
                .param("key", idempotency.key().value())
                .param("since", keysSince())
                .<Placing>query(
                    (row, number) ->
                        idempotency.fingerprint().equals(row.getString("request_hash"))
                            ? new Replayed(Rows.storedOrder(row, number))
                            : new KeyReused())
                .optional());
  }

  /** An order; empty if there is none of that number. */
  public Optional<Order> find(OrderSn sn) {
    return database.statement(sql -> find(sql, sn));
  }

  /** A guest's order; empty if there is none of that number, or it is another guest's. */
  public Optional<StoredOrder> findForGuest(GuestId guest, OrderSn sn) {
    return database.statement(
        sql ->
            sql.sql(OrderSql.FIND_FOR_GUEST)
                .param("sn", sn.value())
                .param("guest", guest.value())
                .query(Rows::storedOrder)
                .optional());
  }

  /**
   * A guest's orders, newest first.
   *
   * @param before the last of the page before; empty begins with the newest
   * @param size at least 1
   * @param state only orders in it; empty for all
   */
  public Page<StoredOrder> page(
      GuestId guest, Optional<OrderId> before, int size, Optional<TradeState> state) {
    return Page.of(
        database.statement(
            sql -> {
              var page =
                  state.isPresent()
                      ? sql.sql(OrderSql.PAGE_IN_STATE).param("state", state.get().code())
                      : sql.sql(OrderSql.PAGE);
              return page.param("guest", guest.value())
                  .param("before", before.map(OrderId::value).orElse(Long.MAX_VALUE))
                  .param("limit", size + 1)
                  .query(Rows::storedOrder)
                  .list();
            }),
        size);
  }

  /** Cancels an unpaid order whose payment deadline the database's clock has reached. */
  public Closing close(OrderSn sn, Function<Order, List<CloudEvent>> events) {
    return database.change(
        sql ->
            sql.sql(OrderSql.CLOSE)
                .param("sn", sn.value())
                .query(Rows::order)
                .optional()
                .<Closing>map(order -> new Closed(order, written(sql, order, events)))
                .orElseGet(() -> notClosed(find(sql, sn))));
  }

  /**
   * Cancels unpaid orders whose deadline has passed, the longest overdue first; leaves out those
   * that somebody else is changing right now.
   *
   * @param limit at most so many
   */
  public List<Closed> closeOverdue(int limit, Function<Order, List<CloudEvent>> events) {
    return database.change(
        sql -> {
          List<Closed> closed =
              sql.sql(OrderSql.CLOSE_OVERDUE).param("limit", limit).query(Rows::order).stream()
                  .map(order -> new Closed(order, events.apply(order)))
                  .toList();
          outbox.write(sql, closed.stream().flatMap(each -> each.events().stream()).toList());
          return closed;
        });
  }

  /**
   * Expires paid stays that nobody used; not those with a refund under way, nor those that somebody
   * else is changing right now.
   *
   * @param today in the stay zone; a stay expires when its day of departure is before
   * @param limit at most so many
   * @return the orders that expired
   */
  public List<OrderSn> expireStays(LocalDate today, int limit) {
    return database.change(
        sql ->
            sql.sql(OrderSql.EXPIRE_STAYS)
                .param("today", today)
                .param("limit", limit)
                .query((row, _) -> new OrderSn(row.getString("sn")))
                .list());
  }

  private void forgetOldKey(GuestId guest, Idempotency idempotency) {
    database.statement(
        sql ->
            sql.sql(OrderSql.FORGET_OLD_KEY)
                .param("guest", guest.value())
                .param("key", idempotency.key().value())
                .param("since", keysSince())
                .update());
  }

  private Optional<StoredOrder> insert(
      Order order, Optional<Idempotency> idempotency, List<CloudEvent> events) {
    return database.statement(
        sql ->
            sql.sql(OrderSql.PLACE)
                .params(Parameters.of(order))
                .param("key", idempotency.map(it -> it.key().value()).orElse(null))
                .param("hash", idempotency.map(Idempotency::fingerprint).orElse(null))
                .params(outbox.parameters(events))
                .query((row, _) -> new StoredOrder(new OrderId(row.getLong("id")), order))
                .optional());
  }

  /** What is left when a row was refused and no key explains it, unless luck repeated a number. */
  private Placing nightsTaken(Order order) {
    return database.statement(
        sql -> {
          if (find(sql, order.sn()).isPresent()) {
            throw new TransientDataAccessResourceException(
                "the number " + order.sn() + " is taken");
          }
          return new NightsTaken();
        });
  }

  private static Optional<Order> find(JdbcClient sql, OrderSn sn) {
    return sql.sql(OrderSql.FIND).param("sn", sn.value()).query(Rows::order).optional();
  }

  private List<CloudEvent> written(
      JdbcClient sql, Order order, Function<Order, List<CloudEvent>> events) {
    List<CloudEvent> told = events.apply(order);
    outbox.write(sql, told);
    return told;
  }

  private static Closing notClosed(Optional<Order> found) {
    if (found.isEmpty()) {
      return new Closing.UnknownOrder();
    }
    Order order = found.get();
    return switch (order.state()) {
      case WAIT_PAY -> new Closing.TooEarly(order.payDeadline());
      case CANCELLED -> new Closing.AlreadyClosed();
      case WAIT_USE, USED, REFUNDED, EXPIRED -> new Closing.Paid(order.state());
    };
  }

  private OffsetDateTime keysSince() {
    return time(clock.instant().minus(KEY_LIFE));
  }
}
