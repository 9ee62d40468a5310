package dev.stayflow.order;

import java.util.Optional;
import java.util.regex.Pattern;

/** Number of a payment: {@code PMT}, the time of its making in the stay zone, eight digits. */
public record PaymentSn(String value) {

  private static final Pattern FORM = Pattern.compile("PMT\\d{22}");

  /**
   * A number that is known to be one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public PaymentSn {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a payment number");
    }
  }

  /** What somebody claims to be a payment number; empty when it cannot be one. */
  public static Optional<PaymentSn> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new PaymentSn(text)) : Optional.empty();
  }

  /**
   * The number for a payment of which only the order is known: the order's digits. Told twice, it
   * is the same payment.
   */
  static PaymentSn ofOrder(OrderSn order) {
    return new PaymentSn("PMT" + order.value().substring("HSO".length()));
  }

  @Override
  public String toString() {
    return value;
  }
}
