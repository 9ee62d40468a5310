package dev.stayflow.store;

import dev.stayflow.order.CancelDecision;
import dev.stayflow.order.CancelDecision.Closes;
import dev.stayflow.order.CancelDecision.GivesBack;
import dev.stayflow.order.CancelRules;
import dev.stayflow.order.GuestId;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.Payment;
import dev.stayflow.store.Cancelling.Decided;
import dev.stayflow.store.Cancelling.UnknownOrder;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Orders that their guests cancel. The order's row is locked while the rules decide, so that a
 * payment, a check-in or a closing comes before or after, and never in between.
 */
public final class Cancellations {

  private final Database database;
  private final OutboxTable outbox;
  private final InstantSource clock;

  Cancellations(Database database, OutboxTable outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Lets the rules decide what a guest's wish means and stores what they decided: order, the
   * payment that paid it, and events together.
   *
   * @param events those that tell of a decision
   */
  public Cancelling cancel(
      GuestId guest,
      OrderSn sn,
      CancelRules rules,
      Function<CancelDecision, List<CloudEvent>> events) {
    return database.change(
        sql -> {
          Optional<Order> order = lock(sql, guest, sn);
          if (order.isEmpty()) {
            return new UnknownOrder();
          }
          CancelDecision decision = rules.decide(order.get(), paying(sql, order.get()), now());
          List<CloudEvent> told = events.apply(decision);
          save(sql, order.get(), decision);
          outbox.write(sql, told);
          return new Decided(decision, told);
        });
  }

  private static Optional<Order> lock(JdbcClient sql, GuestId guest, OrderSn sn) {
    return sql.sql(OrderSql.LOCK_FOR_GUEST)
        .param("sn", sn.value())
        .param("guest", guest.value())
        .query(Rows::order)
        .optional();
  }

  private static Optional<Payment> paying(JdbcClient sql, Order order) {
    return order.paidBy().flatMap(by -> Payments.find(sql, by.payment()));
  }

  private static void save(JdbcClient sql, Order before, CancelDecision decision) {
    switch (decision) {
      case Closes(Order order) -> save(sql, before, order);
      case GivesBack(Order order, Payment payment) -> {
        save(sql, before, order);
        Payments.save(sql, payment);
      }
      case CancelDecision.ClosedBefore _,
          CancelDecision.GivenBackBefore _,
          CancelDecision.TooLate _,
          CancelDecision.NotCancellable _ -> {}
    }
  }

  private static void save(JdbcClient sql, Order before, Order after) {
    int changed =
        sql.sql(OrderSql.SAVE_CANCELLATION)
            .params(Parameters.of(after))
            .param("before", before.state().code())
            .update();
    if (changed != 1) {
      throw new IllegalStateException(before.sn() + " changed under its lock");
    }
  }

  /** As exact as the database keeps it, so that what is told is what is stored. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
