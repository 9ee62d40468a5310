package dev.stayflow.order;

import java.util.Optional;
import java.util.regex.Pattern;

/** Number of an order: {@code HSO}, the time of its making in the stay zone, eight digits. */
public record OrderSn(String value) {

  private static final Pattern FORM = Pattern.compile("HSO\\d{22}");

  /**
   * A number that is known to be one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public OrderSn {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not an order number");
    }
  }

  /** What somebody claims to be an order number; empty when it cannot be one. */
  public static Optional<OrderSn> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new OrderSn(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
