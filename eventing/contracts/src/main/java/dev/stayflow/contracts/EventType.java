package dev.stayflow.contracts;

import java.util.Arrays;
import java.util.Optional;

/** The catalogue: every event that Stayflow's functions write, with its CloudEvents type. */
public enum EventType {
  ORDER_CREATED("order.created", OrderCreated.class),
  PAYMENT_DEADLINE_REACHED("order.payment-deadline-reached", PaymentDeadlineReached.class),
  ORDER_PAID("order.paid", OrderPaid.class),
  ORDER_CLOSED("order.closed", OrderClosed.class),
  ORDER_REFUNDED("order.refunded", OrderRefunded.class),
  PAYMENT_STATUS_CHANGED("payment.status-changed", PaymentStatusChanged.class),
  REFUND_REQUESTED("payment.refund-requested", RefundRequested.class),
  PAYMENT_REFUNDED("payment.refunded", PaymentRefunded.class);

  /**
   * The request that asks the dispatcher to deliver an event later; its data is that of the event.
   */
  public static final String DELIVERY_REQUESTED = "dev.stayflow.delivery.requested.v1";

  /** The request that asks the dispatcher to forget a delivery; it has no data. */
  public static final String DELIVERY_CANCELLED = "dev.stayflow.delivery.cancelled.v1";

  /** A schedule of the dispatcher says that a day of stays is over; what it carries is nothing. */
  public static final String STAY_DAY_ENDED = "dev.stayflow.stay.day-ended.v1";

  private final String name;
  private final Class<? extends StayflowEvent> data;

  EventType(String name, Class<? extends StayflowEvent> data) {
    this.name = name;
    this.data = data;
  }

  /** The CloudEvents {@code type}, for example {@code dev.stayflow.order.paid.v1}. */
  public String type() {
    return "dev.stayflow." + name + ".v1";
  }

  /** The record that the event's data becomes. */
  public Class<? extends StayflowEvent> data() {
    return data;
  }

  /** Class path resource of the JSON Schema of the event's data. */
  public String schema() {
    return "dev/stayflow/contracts/" + name + ".v1.schema.json";
  }

  /** The catalogue's entry for a CloudEvents type; empty when the type is not ours. */
  public static Optional<EventType> of(String type) {
    return Arrays.stream(values()).filter(entry -> entry.type().equals(type)).findFirst();
  }

  static EventType of(StayflowEvent event) {
    return switch (event) {
      case OrderCreated _ -> ORDER_CREATED;
      case PaymentDeadlineReached _ -> PAYMENT_DEADLINE_REACHED;
      case OrderPaid _ -> ORDER_PAID;
      case OrderClosed _ -> ORDER_CLOSED;
      case OrderRefunded _ -> ORDER_REFUNDED;
      case PaymentStatusChanged _ -> PAYMENT_STATUS_CHANGED;
      case RefundRequested _ -> REFUND_REQUESTED;
      case PaymentRefunded _ -> PAYMENT_REFUNDED;
    };
  }
}
