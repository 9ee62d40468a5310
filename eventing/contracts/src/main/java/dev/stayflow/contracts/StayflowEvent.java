package dev.stayflow.contracts;

/**
 * The data of an event that Stayflow writes: a fact, in the past tense. One record an event; its
 * CloudEvents type, JSON Schema and subject are in the catalogue, {@link EventType}.
 *
 * <p>Instants travel as RFC 3339 strings in UTC, money as integer minor units (fen for CNY) beside
 * its ISO 4217 currency.
 */
public sealed interface StayflowEvent
    permits OrderCreated,
        PaymentDeadlineReached,
        OrderPaid,
        OrderClosed,
        OrderRefunded,
        PaymentStatusChanged,
        RefundRequested,
        PaymentRefunded {

  /** The order the event is about; every event of one order shares a Kafka partition. */
  String orderSn();

  /** The CloudEvents subject: the number of the order, or of the payment for payment events. */
  default String subject() {
    return orderSn();
  }
}
