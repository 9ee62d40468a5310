package dev.stayflow.order;

/**
 * Number of a refund: {@code RFD} and the digits of its payment. A payment is given back at most
 * once, so asking for its refund again is the same refund.
 */
public record RefundSn(String value) {

  /** The refund of a payment. */
  public static RefundSn of(PaymentSn payment) {
    return new RefundSn("RFD" + payment.value().substring("PMT".length()));
  }

  @Override
  public String toString() {
    return value;
  }
}
