package dev.stayflow.order;

import java.time.Instant;
import java.util.Optional;

/**
 * An order. A value: what happens to it makes a new one.
 *
 * @param homestay as it was when it was booked
 * @param createdAt to the millisecond
 * @param payDeadline from here on the order may be closed if it is unpaid
 * @param tradeCode a secret until the order is paid; show {@link #shownTradeCode()}
 * @param paidBy the one payment that paid it
 * @param refundRequestedAt since when a refund is under way: the stay is neither used nor expires
 * @param refunded what went back to the guest, at most the total
 * @param contact as the guest was known when placing it; empty when the guest told none
 */
public record Order(
    OrderSn sn,
    GuestId guest,
    Homestay homestay,
    Nights nights,
    int people,
    boolean withFood,
    String remark,
    Price price,
    Instant createdAt,
    Instant payDeadline,
    TradeState state,
    TradeCode tradeCode,
    Optional<PaidBy> paidBy,
    Optional<Instant> refundRequestedAt,
    Optional<Money> refunded,
    Optional<Contact> contact) {

  /**
   * Which payment paid an order.
   *
   * @param provider for example {@code sandbox}
   * @param at the provider's time
   */
  public record PaidBy(PaymentSn payment, String provider, Instant at) {}

  /** The trade code, once it may be seen and as long as no money goes back for the stay. */
  public Optional<TradeCode> shownTradeCode() {
    boolean opens = state.paid() && state != TradeState.REFUNDED && refundRequestedAt.isEmpty();
    return opens ? Optional.of(tradeCode) : Optional.empty();
  }

  Order paid(PaidBy by) {
    return with(moved(TradeState.WAIT_USE), Optional.of(by), refundRequestedAt, refunded);
  }

  Order cancelled() {
    return with(moved(TradeState.CANCELLED), paidBy, refundRequestedAt, refunded);
  }

  Order used() {
    return with(moved(TradeState.USED), paidBy, refundRequestedAt, refunded);
  }

  Order refundRequested(Instant at) {
    return with(state, paidBy, Optional.of(at), refunded);
  }

  Order refunded(Money amount) {
    return with(moved(TradeState.REFUNDED), paidBy, refundRequestedAt, Optional.of(amount));
  }

  private TradeState moved(TradeState next) {
    return switch (state.transitionTo(next)) {
      case Transition.Moved(TradeState target) -> target;
      case Transition.Already _, Transition.Refused _ ->
          throw new IllegalStateException(sn + " cannot go from " + state + " to " + next);
    };
  }

  private Order with(
      TradeState nextState,
      Optional<PaidBy> by,
      Optional<Instant> requestedAt,
      Optional<Money> back) {
    return new Order(
        sn,
        guest,
        homestay,
        nights,
        people,
        withFood,
        remark,
        price,
        createdAt,
        payDeadline,
        nextState,
        tradeCode,
        by,
        requestedAt,
        back,
        contact);
  }
}
