package dev.stayflow.order;

import java.util.Currency;
import java.util.Optional;

/**
 * An amount of money.
 *
 * @param minor integer minor units, fen for CNY
 * @param currency ISO 4217
 */
public record Money(long minor, Currency currency) {

  /** An amount in a currency that somebody claims to exist; empty when it does not. */
  public static Optional<Money> parse(long minor, String currencyCode) {
    try {
      return Optional.of(of(minor, currencyCode));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * An amount in a known currency.
   *
   * @throws IllegalArgumentException if ISO 4217 has no such currency
   */
  public static Money of(long minor, String currencyCode) {
    return new Money(minor, Currency.getInstance(currencyCode));
  }

  /**
   * The sum.
   *
   * @throws ArithmeticException beyond 64 bits
   * @throws IllegalArgumentException for two currencies
   */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "cannot add " + other.currencyCode() + " to " + currencyCode());
    }
    return new Money(Math.addExact(minor, other.minor), currency);
  }

  /**
   * So many times as much.
   *
   * @throws ArithmeticException beyond 64 bits
   */
  public Money times(long factor) {
    return new Money(Math.multiplyExact(minor, factor), currency);
  }

  /**
   * So many hundredths of it; of the smallest coin no fraction is lost, it becomes a whole one.
   *
   * @throws ArithmeticException beyond 64 bits
   */
  public Money percent(int hundredths) {
    return new Money(Math.ceilDiv(Math.multiplyExact(minor, hundredths), 100), currency);
  }

  /** Whether it is at least as much, in the same currency. */
  public boolean covers(Money other) {
    return currency.equals(other.currency) && minor >= other.minor;
  }

  /** The ISO 4217 code. */
  public String currencyCode() {
    return currency.getCurrencyCode();
  }
}
