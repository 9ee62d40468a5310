package dev.stayflow.model;

import dev.stayflow.model.Stay.Fate;
import dev.stayflow.model.Stay.Mark;
import dev.stayflow.model.Stay.Purse;
import dev.stayflow.model.Stay.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The rules of a homestay's stays as a guest would tell them, one thing at a time. It knows no
 * database, no event and no retry.
 *
 * @param stays by the slots of their guests
 */
record Model(Map<Integer, Stay> stays) {
  static final Model EMPTY = new Model(Map.of());

  /** How it may stand after a fact; empty when the fact cannot be now. */
  Optional<Model> after(Fact fact) {
    if (fact instanceof Fact.Placed placed) {
      return place(placed);
    }
    if (fact instanceof Fact.PlacingRefused(int slot, Window nights)) {
      return possibleIf(
          others(slot).anyMatch(stay -> stay.holds(nights) || stay.mayStillHold(nights)));
    }
    Stay stay = stays.get(fact.slot());
    return stay == null ? Optional.empty() : after(fact, stay).map(it -> put(fact.slot(), it));
  }

  private Optional<Model> place(Fact.Placed placed) {
    Stay stay = stays.get(placed.slot());
    if (stay != null) {
      return possibleIf(stay.booked().orderSn().equals(placed.orderSn()));
    }
    return others(placed.slot()).anyMatch(other -> other.holds(placed.nights()))
        ? Optional.empty()
        : Optional.of(
            put(placed.slot(), Stay.placed(placed.orderSn(), placed.nights(), placed.price())));
  }

  private Optional<Stay> after(Fact fact, Stay stay) {
    return switch (fact) {
      case Fact.Placed _, Fact.PlacingRefused _ -> throw new IllegalArgumentException("" + fact);
      case Fact.PaymentOpened(_, String payment) -> open(stay, payment);
      case Fact.PaymentRefused _ -> onlyIf(!payable(stay), stay);
      case Fact.MoneyCame(_, String payment, long amount) ->
          Optional.of(money(stay, payment, amount));
      case Fact.MoneyFailed(_, String payment) -> Optional.of(failed(stay, payment));
      case Fact.DeadlinePassed _ -> Optional.of(stay.with(Mark.OVERDUE));
      case Fact.CloseDue _ -> Optional.of(closed(stay));
      case Fact.StayPassed _ -> Optional.of(stay.with(Mark.PAST));
      case Fact.ExpiryDue _ -> Optional.of(expired(stay));
      case Fact.Cancelled _ -> cancelled(stay);
      case Fact.CancelRefused _ -> onlyIf(cancelled(stay).isEmpty(), stay);
      case Fact.CheckedIn _ -> checkedIn(stay);
      case Fact.CheckInRefused _ -> onlyIf(checkedIn(stay).isEmpty(), stay);
    };
  }

  private static boolean payable(Stay stay) {
    return stay.state() == State.WAIT_PAY && !stay.is(Mark.OVERDUE);
  }

  /** Whoever asks again to pay is sent to the same payment, as long as it waits. */
  private static Optional<Stay> open(Stay stay, String payment) {
    Optional<String> waiting =
        stay.payments().entrySet().stream()
            .filter(known -> known.getValue().fate() == Fate.WAITING)
            .map(Map.Entry::getKey)
            .findAny();
    boolean right =
        waiting.map(payment::equals).orElseGet(() -> !stay.payments().containsKey(payment));
    return onlyIf(payable(stay) && right, stay.with(payment, new Purse(Fate.WAITING, 0, 0)));
  }

  /** The right money for a stay that waits for it pays it; all other money goes back. */
  private static Stay money(Stay stay, String payment, long amount) {
    Purse known = stay.payments().get(payment);
    if (known != null && (known.fate() == Fate.KEPT || known.fate() == Fate.BACK)) {
      return stay;
    }
    return stay.state() == State.WAIT_PAY && amount == stay.booked().price()
        ? stay.with(payment, new Purse(Fate.KEPT, amount, 0)).paidBy(payment)
        : stay.with(payment, new Purse(Fate.BACK, amount, amount));
  }

  private static Stay failed(Stay stay, String payment) {
    Purse known = stay.payments().get(payment);
    return known == null || known.fate() == Fate.WAITING
        ? stay.with(payment, new Purse(Fate.FAILED, 0, 0))
        : stay;
  }

  private static Stay closed(Stay stay) {
    return stay.state() == State.WAIT_PAY && stay.is(Mark.OVERDUE)
        ? stay.in(State.CANCELLED)
        : stay;
  }

  private static Stay expired(Stay stay) {
    return stay.state() == State.WAIT_USE && stay.is(Mark.PAST) ? stay.in(State.EXPIRED) : stay;
  }

  /** Empty when it cannot be cancelled. */
  private static Optional<Stay> cancelled(Stay stay) {
    return switch (stay.state()) {
      case WAIT_PAY -> Optional.of(stay.in(State.CANCELLED).with(Mark.CANCELLED_BY_GUEST));
      case CANCELLED -> Optional.of(stay);
      case REFUNDED -> onlyIf(stay.is(Mark.CANCELLED_BY_GUEST), stay);
      case WAIT_USE -> onlyIf(percentBack(stay) > 0, stay).map(Model::givenBackByPolicy);
      case USED, EXPIRED -> Optional.empty();
    };
  }

  /** Until a week before the day of arrival begins: all; until a day before: half. */
  private static int percentBack(Stay stay) {
    int daysAhead = stay.is(Mark.PAST) ? 0 : stay.booked().nights().from();
    return daysAhead > 7 ? 100 : daysAhead > 1 ? 50 : 0;
  }

  private static Stay givenBackByPolicy(Stay stay) {
    long paid = Objects.requireNonNull(stay.payments().get(stay.paidBy())).paid();
    long back = (paid * percentBack(stay) + 99) / 100; // in the guest's favour
    return stay.with(stay.paidBy(), new Purse(Fate.BACK, paid, back))
        .in(State.REFUNDED)
        .with(Mark.CANCELLED_BY_GUEST)
        .with(Mark.MONEY_ON_ITS_WAY_BACK);
  }

  /** Empty when nobody is let in: only who paid, from the day of arrival on, until it is over. */
  private static Optional<Stay> checkedIn(Stay stay) {
    return switch (stay.state()) {
      case WAIT_USE ->
          onlyIf(stay.booked().nights().from() == 0 && !stay.is(Mark.PAST), stay.in(State.USED));
      case USED -> Optional.of(stay);
      case CANCELLED, WAIT_PAY, REFUNDED, EXPIRED -> Optional.empty();
    };
  }

  /** How it stands once everybody has had the time to do what is theirs to do. */
  Model atRest() {
    return changed(stay -> expired(closed(stay)).without(Mark.MONEY_ON_ITS_WAY_BACK));
  }

  private Model changed(UnaryOperator<Stay> change) {
    Map<Integer, Stay> all = new HashMap<>(stays);
    all.replaceAll((_, stay) -> change.apply(stay));
    return new Model(Map.copyOf(all));
  }

  private Model put(int slot, Stay stay) {
    Map<Integer, Stay> all = new HashMap<>(stays);
    all.put(slot, stay);
    return new Model(Map.copyOf(all));
  }

  private Stream<Stay> others(int slot) {
    return stays.entrySet().stream()
        .filter(entry -> entry.getKey() != slot)
        .map(Map.Entry::getValue);
  }

  private Optional<Model> possibleIf(boolean possible) {
    return possible ? Optional.of(this) : Optional.empty();
  }

  private static Optional<Stay> onlyIf(boolean possible, Stay stay) {
    return possible ? Optional.of(stay) : Optional.empty();
  }

  /** What of all this can be seen from outside, for comparing. */
  List<Seen> seen() {
    return stays.values().stream().map(Seen::of).sorted().toList();
  }
}
