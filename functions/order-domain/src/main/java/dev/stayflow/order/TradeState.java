package dev.stayflow.order;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Where an order stands, and where it may go from there. */
public enum TradeState {
  /** Closed before it was paid; its nights are free. */
  CANCELLED(-1),
  /** Placed, its nights held until the payment deadline. */
  WAIT_PAY(0),
  /** Paid; the guest has yet to come. */
  WAIT_USE(1),
  /** The guest stayed. */
  USED(2),
  /** Paid and given back, wholly or in part; its nights are free. */
  REFUNDED(3),
  /** Paid, and the stay's time passed without the guest. */
  EXPIRED(4);

  private final int code;

  TradeState(int code) {
    this.code = code;
  }

  /** The number in the database and on the wire. */
  public int code() {
    return code;
  }

  /** The state with that number; empty when there is none. */
  public static Optional<TradeState> ofCode(int code) {
    return Arrays.stream(values()).filter(state -> state.code == code).findFirst();
  }

  /** Where the wish to move to {@code target} leads; a refusal is an answer, not an exception. */
  public Transition transitionTo(TradeState target) {
    if (target == this) {
      return new Transition.Already(this);
    }
    return next().contains(target)
        ? new Transition.Moved(target)
        : new Transition.Refused(this, target);
  }

  /** True once money for the order was accepted, whatever became of it since. */
  public boolean paid() {
    return switch (this) {
      case CANCELLED, WAIT_PAY -> false;
      case WAIT_USE, USED, REFUNDED, EXPIRED -> true;
    };
  }

  private Set<TradeState> next() {
    return switch (this) {
      case WAIT_PAY -> Set.of(CANCELLED, WAIT_USE);
      case WAIT_USE -> Set.of(USED, REFUNDED, EXPIRED);
      case CANCELLED, USED, REFUNDED, EXPIRED -> Set.of();
    };
  }
}
