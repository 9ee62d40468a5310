package dev.stayflow.local.chaos;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What guests were told and did: theirs to hold Stayflow to. */
final class Ledger {
  private final Map<String, String> orders = new ConcurrentHashMap<>();
  private final Set<String> payments = ConcurrentHashMap.newKeySet();
  private final Set<String> cancelsAsked = ConcurrentHashMap.newKeySet();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final Queue<String> broken = new ConcurrentLinkedQueue<>();
  private final LongAdder repeats = new LongAdder();

  /** A guest's request was answered by an order; a repeat must be answered by the same. */
  void placed(String requestKey, String orderSn) {
    String before = orders.putIfAbsent(requestKey, orderSn);
    if (before != null && !before.equals(orderSn)) {
      broken.add(before + " and " + orderSn + " are one request of a guest");
    }
  }

  /** The number of a payment at the provider. */
  void payment(String paymentSn) {
    payments.add(paymentSn);
  }

  /** From now on the order may be closed before its deadline. */
  void cancelAsked(String orderSn) {
    cancelsAsked.add(orderSn);
  }

  /** A guest was told that the order is cancelled. */
  void cancelled(String orderSn) {
    cancelled.add(orderSn);
  }

  int cancelled() {
    return cancelled.size();
  }

  /** A request was sent once more, since its answer was lost. */
  void repeated() {
    repeats.increment();
  }

  /** Numbers of the orders that guests know of. */
  Set<String> orders() {
    return Set.copyOf(orders.values());
  }

  Set<String> payments() {
    return Set.copyOf(payments);
  }

  boolean cancelWasAsked(String orderSn) {
    return cancelsAsked.contains(orderSn);
  }

  /** Requests that became two orders, in words. */
  Queue<String> broken() {
    return broken;
  }

  long repeats() {
    return repeats.sum();
  }
}
