package dev.stayflow.store;

import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.order.TradeState;

/** What became of the wish to pay an order. */
public sealed interface Opening {

  /** The one payment of the order that waits for its money, new or not. */
  record Open(Order order, Payment payment) implements Opening {}

  /** The order waits for no money: it is closed, paid, or past its deadline. */
  record NotPayable(TradeState state) implements Opening {}

  /** The guest has no such order. */
  record UnknownOrder() implements Opening {}
}
