package dev.stayflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.CheckInDecision.CheckedInBefore;
import dev.stayflow.order.CheckInDecision.ChecksIn;
import dev.stayflow.order.CheckInDecision.NotUsable;
import dev.stayflow.order.CheckInDecision.RefundUnderWay;
import dev.stayflow.order.CheckInDecision.TooEarly;
import dev.stayflow.order.CheckInDecision.TooLate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckInRulesTest {

  /** From the 1st to the 3rd of December. */
  private final Order paid = Samples.order(TradeState.WAIT_USE);

  @ParameterizedTest(name = "at {1} in {0}")
  @CsvSource({
    "Asia/Shanghai, 2026-11-30T16:00:00Z",
    "Asia/Shanghai, 2026-12-02T12:00:00Z",
    "Asia/Shanghai, 2026-12-03T15:59:59.999Z",
    "UTC, 2026-12-01T00:00:00Z",
    "America/New_York, 2026-12-01T05:00:00Z",
    "America/New_York, 2026-12-04T04:59:59Z",
  })
  void aGuestChecksInFromTheDayOfArrivalToThatOfDeparture(ZoneId zone, Instant now) {
    assertThat(new CheckInRules(zone).decide(paid, now))
        .isEqualTo(new ChecksIn(Samples.in(paid, TradeState.USED)));
  }

  @ParameterizedTest(name = "at {1} in {0}")
  @CsvSource({
    "Asia/Shanghai, 2026-11-30T15:59:59.999Z",
    "UTC, 2026-11-30T23:59:59Z",
    "America/New_York, 2026-12-01T04:59:59Z",
  })
  void beforeTheDayOfArrivalItIsTooEarly(ZoneId zone, Instant now) {
    assertThat(new CheckInRules(zone).decide(paid, now))
        .isEqualTo(new TooEarly(LocalDate.of(2026, 12, 1)));
  }

  @ParameterizedTest(name = "at {1} in {0}")
  @CsvSource({
    "Asia/Shanghai, 2026-12-03T16:00:00Z",
    "UTC, 2026-12-04T00:00:00Z",
    "America/New_York, 2026-12-04T05:00:00Z",
  })
  void afterTheDayOfDepartureItIsTooLate(ZoneId zone, Instant now) {
    assertThat(new CheckInRules(zone).decide(paid, now))
        .isEqualTo(new TooLate(LocalDate.of(2026, 12, 3)));
  }

  @Test
  void whoseMoneyIsOnItsWayBackDoesNotCheckIn() {
    Order cancelled = paid.refundRequested(Samples.NOW);

    assertThat(decide(cancelled)).isEqualTo(new RefundUnderWay());
  }

  @Test
  void whoCheckedInBeforeIsToldSoWheneverItIs() {
    Order used = Samples.order(TradeState.USED);

    assertThat(decide(used)).isEqualTo(new CheckedInBefore(used));
    assertThat(
            new CheckInRules(ZoneId.of("UTC")).decide(used, Instant.parse("2030-01-01T00:00:00Z")))
        .isEqualTo(new CheckedInBefore(used));
  }

  @ParameterizedTest
  @EnumSource(names = {"WAIT_PAY", "CANCELLED", "REFUNDED", "EXPIRED"})
  void whatIsNoStayCannotBeUsed(TradeState state) {
    assertThat(decide(Samples.order(state))).isEqualTo(new NotUsable(state));
  }

  @ParameterizedTest
  @ValueSource(strings = {"K7Q2M9XZ", "k7q2m9xz", "  k7Q2m9Xz\t", "\u3000Ｋ７Ｑ２Ｍ９ＸＺ\n"})
  void aCodeIsReadHoweverItIsTyped(String typed) {
    assertThat(TradeCode.parse(typed)).contains(new TradeCode("K7Q2M9XZ"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "K7Q2M9X", "K7Q2M9XZZ", "K7Q2 M9XZ", "K7Q2-M9X", "ß7Q2M9X", "' OR 1=1"})
  void whatIsNoCodeIsNotTakenForOne(String typed) {
    assertThat(TradeCode.parse(typed)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.stayflow.order.Samples#seeds")
  void everyCodeThatIsMadeIsReadBackInSmallLetters(long seed) {
    TradeCode code = new Numbers(() -> Samples.NOW, new Random(seed), ZoneId.of("UTC")).tradeCode();

    assertThat(TradeCode.parse(code.value().toLowerCase(Locale.ROOT))).contains(code);
  }

  private static CheckInDecision decide(Order order) {
    return new CheckInRules(ZoneId.of("Asia/Shanghai"))
        .decide(order, Instant.parse("2026-12-02T00:00:00Z"));
  }
}
