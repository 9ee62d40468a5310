package dev.stayflow.store;

import dev.stayflow.order.CheckInDecision;
import dev.stayflow.order.CheckInRules;
import dev.stayflow.order.Order;
import dev.stayflow.order.OwnerId;
import dev.stayflow.order.TradeCode;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Guests whom their hosts check in, by the code that the guest shows at the door. */
public final class CheckIns {

  private final Database database;
  private final InstantSource clock;

  CheckIns(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Lets the rules decide what a host's wish means and stores what they decided.
   *
   * @param host who owns the homestay now, not who did when it was booked
   * @return empty if no stay of that code is waiting or used at one of the host's homestays
   */
  public Optional<CheckInDecision> checkIn(OwnerId host, TradeCode code, CheckInRules rules) {
    return database.change(
        sql ->
            lock(sql, host, code)
                .map(
                    order -> {
                      CheckInDecision decision = rules.decide(order, clock.instant());
                      save(sql, decision);
                      return decision;
                    }));
  }

  /** Of two stays with one code, which luck may bring about, the one that waits comes first. */
  private static Optional<Order> lock(JdbcClient sql, OwnerId host, TradeCode code) {
    return sql.sql(OrderSql.LOCK_BY_CODE)
        .param("code", code.value())
        .param("host", host.value())
        .query(Rows::order)
        .optional();
  }

  private static void save(JdbcClient sql, CheckInDecision decision) {
    switch (decision) {
      case CheckInDecision.ChecksIn(Order order) -> save(sql, order);
      case CheckInDecision.CheckedInBefore _,
          CheckInDecision.TooEarly _,
          CheckInDecision.TooLate _,
          CheckInDecision.RefundUnderWay _,
          CheckInDecision.NotUsable _ -> {}
    }
  }

  private static void save(JdbcClient sql, Order order) {
    if (sql.sql(OrderSql.CHECK_IN).param("sn", order.sn().value()).update() != 1) {
      throw new IllegalStateException(order.sn() + " changed under its lock");
    }
  }
}
