package dev.stayflow.order;

import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Makes the numbers that people see; their time is that of the stay zone. */
public final class Numbers {

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
  private static final int DIGITS_BOUND = 100_000_000;
  // Without 0, 1, I, L and O, which people confuse when they read a code to each other.
  private static final String CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  private static final int CODE_LENGTH = 8;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final ZoneId zone;

  /**
   * @param random must not be predictable (SecureRandom): a trade code opens a door
   * @param zone the homestays' zone, never the JVM's
   */
  public Numbers(InstantSource clock, RandomGenerator random, ZoneId zone) {
    this.clock = clock;
    this.random = random;
    this.zone = zone;
  }

  /** A new order number. Two of one second differ by luck only; the database has the last word. */
  public OrderSn orderSn() {
    return new OrderSn("HSO" + secondAndDigits());
  }

  /** A new payment number, as unique as an order number. */
  public PaymentSn paymentSn() {
    return new PaymentSn("PMT" + secondAndDigits());
  }

  /** A new trade code. */
  public TradeCode tradeCode() {
    StringBuilder code = new StringBuilder(CODE_LENGTH);
    for (int i = 0; i < CODE_LENGTH; i++) {
      code.append(CODE_ALPHABET.charAt(random.nextInt(CODE_ALPHABET.length())));
    }
    return new TradeCode(code.toString());
  }

  private String secondAndDigits() {
    return SECOND.format(clock.instant().atZone(zone))
        + String.format(Locale.ROOT, "%08d", random.nextInt(DIGITS_BOUND));
  }
}
