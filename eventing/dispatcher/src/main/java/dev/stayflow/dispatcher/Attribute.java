package dev.stayflow.dispatcher;

import java.util.Set;

/** Names of the delayed delivery protocol. */
final class Attribute {
  static final String DELIVER_AT = "deliverat";
  static final String DELIVER_AFTER = "deliverafter";
  static final String DELIVER_TYPE = "delivertype";
  static final String DELIVER_TO = "deliverto";
  static final String DELIVER_QUEUE = "deliverqueue";
  static final String DELIVER_TASK = "delivertask";

  /** What a request may carry; none of it is delivered. */
  static final Set<String> OF_REQUESTS =
      Set.of(DELIVER_AT, DELIVER_AFTER, DELIVER_TYPE, DELIVER_TO, DELIVER_QUEUE, DELIVER_TASK);

  static final String DELIVERY_ATTEMPT = "deliveryattempt";
  static final String DELIVERY_DUE = "deliverydue";
  static final String DELIVERY_OF = "deliveryof";

  /** What a delivery carries; a request that was itself delivered before may still have them. */
  static final Set<String> OF_DELIVERIES = Set.of(DELIVERY_ATTEMPT, DELIVERY_DUE, DELIVERY_OF);

  /** Every name of the protocol begins so; others that do are refused, since they may be typos. */
  static final String PREFIX = "deliver";

  static final String RESERVED_TYPES = "dev.stayflow.delivery.";
  static final String REQUESTED = RESERVED_TYPES + "requested.v1";
  static final String CANCELLED = RESERVED_TYPES + "cancelled.v1";

  private Attribute() {}
}
