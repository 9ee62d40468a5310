package dev.stayflow.order;

import java.util.Optional;
import java.util.regex.Pattern;

/** What a guest's client calls a request, so that it can repeat it; unique for one guest. */
public record IdempotencyKey(String value) {

  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");

  /**
   * A key that is known to be one.
   *
   * @throws IllegalArgumentException if it is none
   */
  public IdempotencyKey {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not an idempotency key");
    }
  }

  /** The value of the header {@code Idempotency-Key}: 1 to 128 printable ASCII characters. */
  public static Optional<IdempotencyKey> parse(String header) {
    return FORM.matcher(header).matches()
        ? Optional.of(new IdempotencyKey(header))
        : Optional.empty();
  }
}
