package dev.stayflow.store;

import dev.stayflow.order.Order;
import dev.stayflow.order.OrderId;

/** An order and its place in the order of placing. */
public record StoredOrder(OrderId id, Order order) {}
