package dev.stayflow.model;

/** What happened while some steps ran side by side, and how it was answered; slots name stays. */
sealed interface Fact {
  int slot();

  /** A guest was told that the stay is theirs. */
  record Placed(int slot, String orderSn, Window nights, long price) implements Fact {}

  /** A guest was told that somebody else holds those nights. */
  record PlacingRefused(int slot, Window nights) implements Fact {}

  /** A guest was sent to the provider to pay. */
  record PaymentOpened(int slot, String paymentSn) implements Fact {}

  /** A guest was told that there is nothing to pay. */
  record PaymentRefused(int slot) implements Fact {}

  /** The provider tells that it took money. */
  record MoneyCame(int slot, String paymentSn, long amount) implements Fact {}

  /** The provider tells that it took no money and never will. */
  record MoneyFailed(int slot, String paymentSn) implements Fact {}

  /** The time to pay is over. */
  record DeadlinePassed(int slot) implements Fact {}

  /** Somebody may have noticed that the time to pay is over. */
  record CloseDue(int slot) implements Fact {}

  /** The days of the stay are over. */
  record StayPassed(int slot) implements Fact {}

  /** Somebody may have noticed that the days of the stay are over. */
  record ExpiryDue(int slot) implements Fact {}

  /** The guest was told that the stay is cancelled. */
  record Cancelled(int slot) implements Fact {}

  /** The guest was told that the stay cannot be cancelled. */
  record CancelRefused(int slot) implements Fact {}

  /** The host was told that the guest may come in. */
  record CheckedIn(int slot) implements Fact {}

  /** The host was told that there is no guest to let in. */
  record CheckInRefused(int slot) implements Fact {}
}
