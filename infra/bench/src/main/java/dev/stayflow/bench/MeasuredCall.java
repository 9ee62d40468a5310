package dev.stayflow.bench;

/** What is asked of functions, in the order in which it is measured: what changes nothing first. */
enum MeasuredCall {
  ORDER_DETAIL("order-detail", "order-detail", 20_000, true),
  LIST_ORDERS("list-orders", "list-orders", 10_000, true),
  LIST_ORDERS_DEEP("list-orders-deep", "list-orders", 10_000, true),
  PAYMENT_UPDATE("payment-update", "payment-update", 3_000, false),
  CREATE_ORDER("create-order", "create-order", 4_000, false);

  private final String title;
  private final String function;
  private final int requests;
  private final boolean repeatable;

  MeasuredCall(String title, String function, int requests, boolean repeatable) {
    this.title = title;
    this.function = function;
    this.requests = requests;
    this.repeatable = repeatable;
  }

  /** How its lines call it. */
  String title() {
    return title;
  }

  String function() {
    return function;
  }

  /** How many make a round, in full. */
  int requests() {
    return requests;
  }

  /** Whether it can be asked again and again; what changes an order can be asked once. */
  boolean isRepeatable() {
    return repeatable;
  }
}
