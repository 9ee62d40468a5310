package dev.stayflow.model;

import java.util.ArrayList;
import java.util.List;

/** What a guest has who holds nights. */
final class Booking {
  /** A payment as its guest knows it. */
  static final class Checkout {
    final String paymentSn;
    final long amount;

    /** The guest has paid, or will not. */
    boolean decided;

    /** The provider took money, and its callback has not arrived. */
    boolean held;

    Checkout(String paymentSn, long amount) {
      this.paymentSn = paymentSn;
      this.amount = amount;
    }
  }

  final String orderSn;
  final Window nights;
  private final List<Checkout> checkouts = new ArrayList<>();

  /** The days of the stay are over. */
  boolean past;

  Booking(String orderSn, Window nights) {
    this.orderSn = orderSn;
    this.nights = nights;
  }

  synchronized List<Checkout> checkouts() {
    return List.copyOf(checkouts);
  }

  /** Asked again to pay, a guest is sent to the same checkout. */
  synchronized Checkout checkout(String paymentSn, long amount) {
    return checkouts.stream()
        .filter(known -> known.paymentSn.equals(paymentSn))
        .findFirst()
        .orElseGet(
            () -> {
              checkouts.add(new Checkout(paymentSn, amount));
              return checkouts.getLast();
            });
  }
}
