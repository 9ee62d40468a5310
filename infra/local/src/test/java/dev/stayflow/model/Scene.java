package dev.stayflow.model;

import dev.stayflow.model.Booking.Checkout;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One homestay, its host and its guests: does what steps say, and notes what came of it. */
final class Scene {
  /** Odd, so that half of it has to be rounded. */
  private static final long NIGHT = 10_001;

  private static final int GUESTS_AT_MOST = 10;

  private final World world;
  private final long number;
  private final Doors doors;
  private final Map<Integer, Booking> bookings = new ConcurrentHashMap<>();
  private final Map<Integer, Window> wanted = new HashMap<>();
  private final Set<Checkout> busy = new HashSet<>();
  private int strays;

  /**
   * @param number no other scene of the world has
   */
  Scene(World world, long number) {
    long host = 10_000_000 + number;
    this.world = world;
    this.number = number;
    this.doors = new Doors(world, homestay(), host);
    world.rows().offer(homestay(), host, NIGHT);
  }

  long homestay() {
    return 1000 + number;
  }

  private long guest(int slot) {
    return 20_000_000 + number * GUESTS_AT_MOST + slot;
  }

  private static long price(Window nights) {
    return NIGHT * (nights.to() - nights.from());
  }

  /** To be called before the steps of a burst are made ready. */
  void beginBurst() {
    busy.clear();
    wanted.clear();
  }

  /** What is to be done for the step, as things stand before the burst begins. */
  Callable<List<Fact>> ready(Step step) {
    return switch (step) {
      case Step.Place(int slot, Window nights) -> place(slot, nights);
      case Step.PlaceAgain(int slot, Window nights) -> place(slot, nights);
      case Step.OpenPayment(int slot) -> with(slot, booking -> () -> open(slot, booking));
      case Step.Pay(int slot, boolean held) ->
          withUndecided(slot, checkout -> () -> pay(slot, checkout, held));
      case Step.FailToPay(int slot) ->
          withUndecided(slot, checkout -> () -> failToPay(slot, checkout));
      case Step.PayElsewhere(int slot, boolean right, boolean held) ->
          with(slot, booking -> payElsewhere(slot, booking, right, held));
      case Step.LetCallbacksArrive(int slot) -> letCallbacksArrive(slot);
      case Step.RepeatCallbacks(int slot) ->
          with(slot, booking -> silently(() -> world.webhooks().repeat(booking.orderSn)));
      case Step.Remind(int slot) ->
          with(slot, booking -> silently(() -> doors.remindOfAny(booking.orderSn)));
      case Step.PassDeadline(int slot, int reminders) ->
          with(slot, booking -> () -> passDeadline(slot, booking, reminders));
      case Step.PassStay(int slot) -> with(slot, booking -> passStay(slot, booking));
      case Step.Cancel(int slot) -> with(slot, booking -> () -> cancel(slot, booking));
      case Step.CancelByStranger(int slot) ->
          with(slot, booking -> silently(() -> doors.cancelByStranger(booking.orderSn)));
      case Step.CheckIn(int slot) -> with(slot, booking -> () -> checkIn(slot, booking));
      case Step.CheckInElsewhere(int slot) ->
          with(slot, booking -> silently(() -> doors.checkInElsewhere(tradeCode(booking))));
      case Step.AskProvider(int slot) -> askProvider(slot);
      case Step.Reconcile() -> silently(doors::reconcile);
      case Step.Settle() -> silently(doors::endDay);
    };
  }

  /** What may happen at any time from now on, whatever the steps are. */
  List<Fact> whatMayHappenAnyway() {
    return bookings.entrySet().stream()
        .filter(booking -> booking.getValue().past)
        .<Fact>map(booking -> new Fact.ExpiryDue(booking.getKey()))
        .toList();
  }

  /** Where Stayflow's books and the provider's differ, in words; empty when they do not. */
  String unlikeProvider() {
    Map<String, Account> ours = world.rows().accounts(homestay());
    Set<String> numbers = new TreeSet<>(ours.keySet());
    bookings.keySet().stream()
        .flatMap(this::checkouts)
        .forEach(checkout -> numbers.add(checkout.paymentSn));
    return numbers.stream()
        .filter(number -> !doors.account(number).equals(ours.get(number)))
        .map(number -> "%s: %s, we %s".formatted(number, doors.account(number), ours.get(number)))
        .collect(Collectors.joining("\n"));
  }

  private interface Doing<T> {
    Callable<List<Fact>> with(T it);
  }

  private Callable<List<Fact>> with(int slot, Doing<Booking> doing) {
    Booking booking = bookings.get(slot);
    return booking == null ? List::of : doing.with(booking);
  }

  /** A checkout that waits for the guest, who decides but once. */
  private Callable<List<Fact>> withUndecided(int slot, Doing<Checkout> doing) {
    return checkouts(slot)
        .filter(checkout -> !checkout.decided && busy.add(checkout))
        .findFirst()
        .map(doing::with)
        .orElse(List::of);
  }

  /** Whatever it is, it must change nothing. */
  private static Callable<List<Fact>> silently(Runnable doing) {
    return () -> {
      doing.run();
      return List.of();
    };
  }

  private Stream<Checkout> checkouts(int slot) {
    return Optional.ofNullable(bookings.get(slot)).stream()
        .flatMap(booking -> booking.checkouts().stream());
  }

  private String tradeCode(Booking booking) {
    return world.rows().tradeCode(booking.orderSn);
  }

  private Callable<List<Fact>> place(int slot, Window nights) {
    Window other = wanted.putIfAbsent(slot, nights);
    boolean canBeDone = !bookings.containsKey(slot) && (other == null || other.equals(nights));
    return canBeDone
        ? () ->
            List.of(
                doors
                    .place(guest(slot), nights)
                    .map(orderSn -> placed(slot, orderSn, nights))
                    .orElseGet(() -> new Fact.PlacingRefused(slot, nights)))
        : List::of;
  }

  private Fact placed(int slot, String orderSn, Window nights) {
    bookings.putIfAbsent(slot, new Booking(orderSn, nights));
    return new Fact.Placed(slot, orderSn, nights, price(nights));
  }

  private List<Fact> open(int slot, Booking booking) {
    Optional<String> opened = doors.openPayment(guest(slot), booking.orderSn);
    opened.ifPresent(paymentSn -> booking.checkout(paymentSn, price(booking.nights)));
    return List.of(
        opened
            .<Fact>map(paymentSn -> new Fact.PaymentOpened(slot, paymentSn))
            .orElseGet(() -> new Fact.PaymentRefused(slot)));
  }

  private List<Fact> pay(int slot, Checkout checkout, boolean held) {
    checkout.decided = true;
    if (held) {
      world.webhooks().hold(checkout.paymentSn);
    }
    boolean took = doors.decide(checkout.paymentSn, "SUCCESS");
    checkout.held = took && held;
    return took && !held ? List.of(came(slot, checkout)) : List.of();
  }

  private static Fact came(int slot, Checkout checkout) {
    return new Fact.MoneyCame(slot, checkout.paymentSn, checkout.amount);
  }

  private List<Fact> failToPay(int slot, Checkout checkout) {
    checkout.decided = true;
    return doors.decide(checkout.paymentSn, "FAIL")
        ? List.of(new Fact.MoneyFailed(slot, checkout.paymentSn))
        : List.of();
  }

  private Callable<List<Fact>> payElsewhere(
      int slot, Booking booking, boolean right, boolean held) {
    long amount = price(booking.nights) - (right ? 0 : 1);
    Checkout checkout =
        booking.checkout("PMT20260101000000%06d%02d".formatted(number, strays++), amount);
    checkout.decided = true;
    busy.add(checkout);
    return () -> {
      doors.openElsewhere(checkout.paymentSn, booking.orderSn, amount);
      return pay(slot, checkout, held);
    };
  }

  private Callable<List<Fact>> letCallbacksArrive(int slot) {
    List<Checkout> waiting = waiting(slot);
    return () -> arrived(slot, waiting);
  }

  private List<Fact> arrived(int slot, List<Checkout> waiting) {
    waiting.forEach(checkout -> world.webhooks().release(checkout.paymentSn));
    waiting.forEach(checkout -> checkout.held = false);
    return waiting.stream().map(checkout -> came(slot, checkout)).toList();
  }

  private List<Checkout> waiting(int slot) {
    return checkouts(slot).filter(checkout -> checkout.held && busy.add(checkout)).toList();
  }

  private List<Fact> passDeadline(int slot, Booking booking, int reminders) {
    world.rows().passDeadline(booking.orderSn);
    for (int times = 0; times < reminders; times++) {
      doors.remind(booking.orderSn);
    }
    return List.of(new Fact.DeadlinePassed(slot), new Fact.CloseDue(slot));
  }

  private Callable<List<Fact>> passStay(int slot, Booking booking) {
    booking.past = true;
    return () -> {
      world.rows().passStay(booking.orderSn, 10 * (slot + 1));
      return List.of(new Fact.StayPassed(slot));
    };
  }

  private List<Fact> cancel(int slot, Booking booking) {
    return List.of(
        doors.cancel(guest(slot), booking.orderSn)
            ? new Fact.Cancelled(slot)
            : new Fact.CancelRefused(slot));
  }

  private List<Fact> checkIn(int slot, Booking booking) {
    return List.of(
        doors.checkIn(tradeCode(booking))
            ? new Fact.CheckedIn(slot)
            : new Fact.CheckInRefused(slot));
  }

  private Callable<List<Fact>> askProvider(int slot) {
    List<Checkout> waiting = waiting(slot);
    return () -> {
      if (!waiting.isEmpty()) {
        world.rows().makeWaitLong(waiting.stream().map(checkout -> checkout.paymentSn).toList());
        doors.reconcile();
      }
      return arrived(slot, waiting);
    };
  }
}
