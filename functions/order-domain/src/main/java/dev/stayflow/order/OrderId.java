package dev.stayflow.order;

/** Place of an order in the order of placing: a later order has a greater one. Pages go by it. */
public record OrderId(long value) {}
