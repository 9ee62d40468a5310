package dev.stayflow.createorder;

import dev.stayflow.order.Order;

/**
 * What the guest gets.
 *
 * @param orderTotalPrice minor units
 * @param payDeadline unix seconds
 */
record PlacedOrder(String orderSn, long orderTotalPrice, String currency, long payDeadline) {

  static PlacedOrder of(Order order) {
    return new PlacedOrder(
        order.sn().value(),
        order.price().total().minor(),
        order.price().total().currency().getCurrencyCode(),
        order.payDeadline().getEpochSecond());
  }
}
