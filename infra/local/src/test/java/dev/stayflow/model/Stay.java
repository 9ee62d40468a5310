package dev.stayflow.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An order as the model has it.
 *
 * @param paidBy the payment that paid for it; empty while none has
 */
record Stay(
    Booked booked, State state, Set<Mark> marks, String paidBy, Map<String, Purse> payments) {

  /** What never changes. */
  record Booked(String orderSn, Window nights, long price) {}

  /** Where a stay stands, with the number that the contract gives it. */
  enum State {
    CANCELLED(-1),
    WAIT_PAY(0),
    WAIT_USE(1),
    USED(2),
    REFUNDED(3),
    EXPIRED(4);

    final int code;

    State(int code) {
      this.code = code;
    }

    boolean holdsNights() {
      return this == WAIT_PAY || this == WAIT_USE || this == USED;
    }
  }

  /** What else is to be known of a stay. */
  enum Mark {
    /** The time to pay is over. */
    OVERDUE,
    /** The days of the stay are over. */
    PAST,
    /** The guest was told that it is cancelled. */
    CANCELLED_BY_GUEST,
    /** Its money is on its way back, and its nights are taken until it is there. */
    MONEY_ON_ITS_WAY_BACK
  }

  /** What became of a payment. */
  enum Fate {
    WAITING,
    FAILED,
    KEPT,
    BACK
  }

  /**
   * A payment.
   *
   * @param back how much of what was paid the guest got back
   */
  record Purse(Fate fate, long paid, long back) {}

  static Stay placed(String orderSn, Window nights, long price) {
    return new Stay(new Booked(orderSn, nights, price), State.WAIT_PAY, Set.of(), "", Map.of());
  }

  boolean is(Mark mark) {
    return marks.contains(mark);
  }

  boolean holds(Window window) {
    return state.holdsNights() && overlaps(window);
  }

  boolean mayStillHold(Window window) {
    return is(Mark.MONEY_ON_ITS_WAY_BACK) && overlaps(window);
  }

  private boolean overlaps(Window window) {
    return !is(Mark.PAST) && booked.nights().overlaps(window);
  }

  Stay in(State next) {
    return new Stay(booked, next, marks, paidBy, payments);
  }

  Stay paidBy(String paymentSn) {
    return new Stay(booked, State.WAIT_USE, marks, paymentSn, payments);
  }

  Stay with(Mark mark) {
    Set<Mark> more = new HashSet<>(marks);
    more.add(mark);
    return new Stay(booked, state, Set.copyOf(more), paidBy, payments);
  }

  Stay without(Mark mark) {
    Set<Mark> fewer = new HashSet<>(marks);
    fewer.remove(mark);
    return new Stay(booked, state, Set.copyOf(fewer), paidBy, payments);
  }

  Stay with(String paymentSn, Purse purse) {
    Map<String, Purse> changed = new HashMap<>(payments);
    changed.put(paymentSn, purse);
    return new Stay(booked, state, marks, paidBy, Map.copyOf(changed));
  }
}
