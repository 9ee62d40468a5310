package dev.stayflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.stayflow.order.CancelDecision.ClosedBefore;
import dev.stayflow.order.CancelDecision.Closes;
import dev.stayflow.order.CancelDecision.GivenBackBefore;
import dev.stayflow.order.CancelDecision.GivesBack;
import dev.stayflow.order.CancelDecision.NotCancellable;
import dev.stayflow.order.CancelDecision.TooLate;
import dev.stayflow.order.Payment.RefundAsked;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CancelRulesTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final List<ZoneId> ZONES =
      List.of(
          ZoneId.of("UTC"),
          SHANGHAI,
          ZoneId.of("Europe/Berlin"),
          ZoneId.of("America/Santiago"),
          ZoneId.of("Australia/Lord_Howe"));

  private final Order waiting = Samples.order(TradeState.WAIT_PAY);
  private final Payment payment = paid(waiting);
  private final Order paid = Samples.paid(waiting, payment);
  private final CancelRules rules = new CancelRules(policy(RefundPolicy.USUAL), SHANGHAI);

  @Test
  void anUnpaidOrderCloses() {
    assertThat(rules.decide(waiting, Optional.empty(), Samples.NOW))
        .isEqualTo(new Closes(Samples.in(waiting, TradeState.CANCELLED)));
  }

  @Test
  void aClosedOrderStaysClosed() {
    Order closed = Samples.order(TradeState.CANCELLED);

    assertThat(rules.decide(closed, Optional.empty(), Samples.NOW))
        .isEqualTo(new ClosedBefore(closed));
  }

  @ParameterizedTest(name = "at {0} {1} percent go back")
  @CsvSource({
    "2026-11-21T02:00:00Z, 100",
    // The day of arrival, the 1st of December, begins at 16:00 UTC of the day before.
    "2026-11-23T16:00:00Z, 100",
    "2026-11-23T16:00:00.001Z, 50",
    "2026-11-29T16:00:00Z, 50",
  })
  void ofAPaidStayWhatThePolicySaysGoesBack(Instant now, int percent) {
    CancelDecision decision = rules.decide(paid, Optional.of(payment), now);

    assertThat(decision)
        .isInstanceOfSatisfying(
            GivesBack.class,
            gives -> {
              assertThat(gives.payment().refundAsked())
                  .contains(
                      new RefundAsked(
                          now,
                          RefundReason.CANCELLED_BY_GUEST,
                          Money.of(112_000L * percent / 100, "CNY")));
              assertThat(gives.payment().awaitsProvider()).isTrue();
              assertThat(gives.order().refundRequestedAt()).contains(now);
              assertThat(gives.order().state()).isEqualTo(TradeState.WAIT_USE);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2026-11-29T16:00:00.001Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"})
  void belowTheLastTierItIsTooLate(Instant now) {
    assertThat(rules.decide(paid, Optional.of(payment), now))
        .isEqualTo(new TooLate(ZonedDateTime.parse("2026-11-30T00:00+08:00[Asia/Shanghai]")));
  }

  @Test
  void whoeverAsksAgainIsToldTheSameWhileTheRefundIsUnderWayAndWhenItIsDone() {
    var first = (GivesBack) rules.decide(paid, Optional.of(payment), Samples.NOW);
    Instant muchLater = Samples.NOW.plus(Duration.ofDays(60));

    assertThat(rules.decide(first.order(), Optional.of(first.payment()), muchLater))
        .isEqualTo(new GivenBackBefore(first.order(), first.payment()));
    Order back = first.order().refunded(Money.of(112_000, "CNY"));
    Payment gone = first.payment().refunded(Money.of(112_000, "CNY"));
    assertThat(rules.decide(back, Optional.of(gone), muchLater))
        .isEqualTo(new GivenBackBefore(back, gone));
  }

  @ParameterizedTest
  @EnumSource(names = {"USED", "REFUNDED", "EXPIRED"})
  void whatWasUsedOrIsOverCannotBeCancelled(TradeState state) {
    assertThat(rules.decide(Samples.order(state), Optional.of(payment), Samples.NOW))
        .isEqualTo(new NotCancellable(state));
  }

  @Test
  void ofAFreeStayNothingCanGoBack() {
    Payment nothing =
        Samples.payment(waiting, 9)
            .paid(new Payment.Receipt(Money.of(0, "CNY"), Optional.empty(), Samples.NOW));

    assertThat(rules.decide(paid, Optional.of(nothing), Samples.NOW))
        .isEqualTo(new NotCancellable(TradeState.WAIT_USE));
  }

  @ParameterizedTest(name = "arrival {1} in {0}: all goes back until {2}, half until {3}")
  @CsvSource({
    "Europe/Berlin, 2027-03-29, 2027-03-22T00:00+01:00, 2027-03-28T00:00+01:00",
    "Europe/Berlin, 2026-10-26, 2026-10-19T00:00+02:00, 2026-10-25T00:00+02:00",
    // Summer time begins at midnight there: that day has none, it begins at one.
    "America/Santiago, 2026-09-06, 2026-08-30T01:00-04:00, 2026-09-05T01:00-04:00",
  })
  void daysBeforeTheArrivalAreThoseOfTheCalendarThoughClocksChange(
      ZoneId zone, LocalDate day, ZonedDateTime all, ZonedDateTime half) {
    ZonedDateTime arrival = day.atStartOfDay(zone);
    RefundPolicy usual = policy(RefundPolicy.USUAL);
    Money hundred = Money.of(100, "EUR");

    assertThat(usual.refund(hundred, arrival, all.toInstant())).contains(hundred);
    assertThat(usual.refund(hundred, arrival, all.toInstant().plusMillis(1)))
        .contains(Money.of(50, "EUR"));
    assertThat(usual.refund(hundred, arrival, half.toInstant())).contains(Money.of(50, "EUR"));
    assertThat(usual.refund(hundred, arrival, half.toInstant().plusMillis(1))).isEmpty();
    assertThat(usual.lastMoment(arrival).toInstant()).isEqualTo(half.toInstant());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "99, 1, 1",
    "101, 1, 2",
    "101, 50, 51",
    "100, 33, 33",
    "0, 50, 0",
    "7, 100, 7"
  })
  void aFractionOfTheSmallestCoinIsTheGuests(long paidMinor, int percent, long back) {
    assertThat(Money.of(paidMinor, "CNY").percent(percent)).isEqualTo(Money.of(back, "CNY"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "P7D",
        "P7D:",
        ":100",
        "P7D:0",
        "P7D:101",
        "P7D:-5",
        "P7D:5.5",
        "P7D:100,",
        "P7D:100;P1D:50",
        "7D:100",
        "P1M:100",
        "P-1D:50",
        "P1000D:50",
        "P106751991167301D:50",
        "P1D:50,P7D:100",
        "P7D:100,P7D:50",
        "P7D:100,PT168H:50",
        "P7D:50,P1D:50",
        "P7D:50,P1D:100",
        "P7D:１００",
      })
  void whatIsNoPolicyIsNotTakenForOne(String text) {
    assertThat(RefundPolicy.parse(text)).isEmpty();
  }

  @Test
  void aPolicyMayHaveManyTiersOfDaysAndHoursWithBlanksBetween() {
    assertThat(RefundPolicy.parse(" P30D:100 , P3DT12H:60,PT6H:20,PT0S:1"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy.tiers())
                    .extracting(RefundPolicy.Tier::before, RefundPolicy.Tier::percent)
                    .containsExactly(
                        tuple(Duration.ofDays(30), 100),
                        tuple(Duration.ofHours(84), 60),
                        tuple(Duration.ofHours(6), 20),
                        tuple(Duration.ZERO, 1)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.stayflow.order.Samples#seeds")
  void laterNeverGivesBackMoreAndNeverMoreThanWasPaidNorLessThanPromised(long seed) {
    Random random = new Random(seed);
    RefundPolicy any = anyPolicy(random);
    assertThat(RefundPolicy.parse(written(any))).contains(any);
    ZoneId zone = ZONES.get(random.nextInt(ZONES.size()));
    ZonedDateTime arrival =
        LocalDate.of(2026, 1, 1).plusDays(random.nextInt(800)).atStartOfDay(zone);
    Money money = Money.of(random.nextLong(1, 10_000_000_000L), "CNY");
    long last = Long.MAX_VALUE;
    Instant now = arrival.toInstant().minus(Duration.ofDays(1200));
    while (now.isBefore(arrival.toInstant().plus(Duration.ofDays(2)))) {
      Optional<Money> back = any.refund(money, arrival, now);
      long minor = back.map(Money::minor).orElse(0L);

      assertThat(minor).isLessThanOrEqualTo(last).isBetween(0L, money.minor());
      assertThat(back.isPresent()).isEqualTo(!now.isAfter(any.lastMoment(arrival).toInstant()));
      back.ifPresent(it -> assertPromised(any, money, it));
      last = minor;
      now = now.plus(Duration.ofMinutes(1 + random.nextInt(20_000)));
    }
  }

  /** What goes back is a tier's percentage, and less than one coin more. */
  private static void assertPromised(RefundPolicy any, Money money, Money back) {
    assertThat(any.tiers())
        .anySatisfy(
            tier ->
                assertThat(back.minor() * 100 - money.minor() * tier.percent()).isBetween(0L, 99L));
  }

  private static RefundPolicy anyPolicy(Random random) {
    List<RefundPolicy.Tier> tiers = new ArrayList<>();
    Duration before = Duration.ofMinutes(random.nextInt(999 * 24 * 60));
    int percent = 1 + random.nextInt(100);
    while (percent > 0 && !before.isNegative()) {
      tiers.add(new RefundPolicy.Tier(before, percent));
      before = before.minusMinutes(1 + random.nextInt(30_000));
      percent -= 1 + random.nextInt(60);
    }
    return new RefundPolicy(List.copyOf(tiers));
  }

  private static String written(RefundPolicy policy) {
    return String.join(
        ",", policy.tiers().stream().map(tier -> tier.before() + ":" + tier.percent()).toList());
  }

  private static RefundPolicy policy(String text) {
    return RefundPolicy.parse(text).orElseThrow();
  }

  private static Payment paid(Order order) {
    return Samples.payment(order, 1)
        .paid(new Payment.Receipt(order.price().total(), Optional.of("tx-1"), Samples.NOW));
  }
}
