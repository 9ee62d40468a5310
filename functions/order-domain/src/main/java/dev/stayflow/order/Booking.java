package dev.stayflow.order;

import dev.stayflow.order.Placement.DatesRefused;
import dev.stayflow.order.Placement.PeopleRefused;
import dev.stayflow.order.Placement.Placed;
import dev.stayflow.order.Placement.RemarkRefused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Turns a guest's request for a stay into an order, or says why there can be none. */
public final class Booking {

  private static final int MOST_NIGHTS = 365;
  private static final int YEARS_AHEAD = 2;
  private static final int LONGEST_REMARK = 500;

  private final InstantSource clock;
  private final ZoneId zone;
  private final Duration payWithin;
  private final Numbers numbers;

  /**
   * @param random must not be predictable: see {@link Numbers}
   * @param zone the homestays' zone, which decides what a night and what today is
   * @param payWithin from placing an order to its payment deadline
   */
  public Booking(InstantSource clock, RandomGenerator random, ZoneId zone, Duration payWithin) {
    this.clock = clock;
    this.zone = zone;
    this.payWithin = payWithin;
    this.numbers = new Numbers(clock, random, zone);
  }

  /** An order of {@code homestay} for {@code guest}, or the reason why not. */
  public Placement place(
      GuestId guest, Optional<Contact> contact, Homestay homestay, StayRequest request) {
    // Milliseconds survive the database, JSON and Redis; a deadline must be the same in all three.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    LocalDate today = LocalDate.ofInstant(now, zone);
    Instant lastMoment = today.plusYears(YEARS_AHEAD).atStartOfDay(zone).toInstant();
    if (outside(request.startSecond(), lastMoment) || outside(request.endSecond(), lastMoment)) {
      return new DatesRefused(
          "the stay must lie between today and %s".formatted(today.plusYears(YEARS_AHEAD)));
    }
    Optional<Nights> stay =
        Nights.between(
            Instant.ofEpochSecond(request.startSecond()),
            Instant.ofEpochSecond(request.endSecond()),
            zone);
    if (stay.isEmpty()) {
      return new DatesRefused("the day of departure must be after the day of arrival");
    }
    Nights nights = stay.get();
    if (nights.checkIn().isBefore(today)) {
      return new DatesRefused("the day of arrival is past");
    }
    if (nights.count() > MOST_NIGHTS) {
      return new DatesRefused("a stay has at most %d nights".formatted(MOST_NIGHTS));
    }
    if (request.people() < 1 || request.people() > homestay.peopleLimit()) {
      return new PeopleRefused(
          "this homestay takes 1 to %d people".formatted(homestay.peopleLimit()));
    }
    if (request.remark().length() > LONGEST_REMARK || !isStorable(request.remark())) {
      return new RemarkRefused(
          "a remark has at most %d characters, none of them NUL or half of one"
              .formatted(LONGEST_REMARK));
    }
    return new Placed(order(guest, contact, homestay, request, nights, now));
  }

  private Order order(
      GuestId guest,
      Optional<Contact> contact,
      Homestay homestay,
      StayRequest request,
      Nights nights,
      Instant now) {
    return new Order(
        numbers.orderSn(),
        guest,
        homestay,
        nights,
        request.people(),
        request.withFood(),
        request.remark(),
        Pricing.price(homestay, nights, request.people(), request.withFood()),
        now,
        now.plus(payWithin),
        TradeState.WAIT_PAY,
        numbers.tradeCode(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        contact);
  }

  /** Half of a surrogate pair has no UTF-8 and would come back as a question mark. */
  private static boolean isStorable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Compared as numbers, since seconds that are no moment at all cannot become an Instant. */
  private static boolean outside(long second, Instant lastMoment) {
    return second < 0 || second > lastMoment.getEpochSecond();
  }
}
