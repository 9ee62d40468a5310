package dev.stayflow.model;

import dev.stayflow.model.Stay.Purse;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * What can be seen of an order at rest.
 *
 * @param state the contract's number
 * @param paidBy the payment that paid for it; empty while none has
 * @param payments by their numbers
 */
record Seen(String orderSn, int state, String paidBy, Map<String, Purse> payments)
    implements Comparable<Seen> {

  Seen {
    payments = new TreeMap<>(payments); // always told in the same order
  }

  static Seen of(Stay stay) {
    return new Seen(stay.booked().orderSn(), stay.state().code, stay.paidBy(), stay.payments());
  }

  @Override
  public int compareTo(Seen other) {
    return Comparator.comparing(Seen::orderSn).compare(this, other);
  }
}
