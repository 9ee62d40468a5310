package dev.stayflow.store;

import dev.stayflow.order.OrderSn;

/**
 * What a guest is told once, however often it is asked for.
 *
 * @param kind what is told, for example {@code order.paid}
 * @param subject the number of the order or payment of which it is told
 */
public record NoticeKey(String kind, String subject, OrderSn order) {}
