package dev.stayflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

  @ParameterizedTest(name = "{0} in {1} begins with {2}")
  @CsvSource({
    "2026-11-21T16:30:05Z, UTC, 20261121163005",
    "2026-11-21T16:30:05Z, Asia/Shanghai, 20261122003005",
    "2027-03-28T00:59:59Z, Europe/Berlin, 20270328015959",
    "2027-03-28T01:00:00Z, Europe/Berlin, 20270328030000",
    "2026-10-25T00:30:00Z, Europe/Berlin, 20261025023000",
    "2026-10-25T01:30:00Z, Europe/Berlin, 20261025023000",
  })
  void aNumberTellsTheTimeInTheStayZone(Instant now, ZoneId zone, String second) {
    Numbers numbers = new Numbers(() -> now, new Random(), zone);

    assertThat(numbers.orderSn().value()).startsWith("HSO" + second).matches("HSO\\d{22}");
    assertThat(numbers.paymentSn().value()).startsWith("PMT" + second).matches("PMT\\d{22}");
  }

  @Test
  void digitsAreThoseOfThisProgramAndNotOfTheMachinesLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      Numbers numbers = new Numbers(() -> Samples.NOW, new Random(), ZoneId.of("UTC"));

      assertThat(numbers.orderSn().value()).matches("HSO[0-9]{22}");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.stayflow.order.Samples#seeds")
  void aTradeCodeHasEightCharactersThatNobodyConfuses(long seed) {
    Numbers numbers = new Numbers(() -> Samples.NOW, new Random(seed), ZoneId.of("UTC"));

    assertThat(numbers.tradeCode().value()).matches("[2-9A-HJKMNP-Z]{8}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HSO",
        "PMT2026112116300512345678",
        "HSO202611211630051234567",
        "HSO2026112116300512345678 ",
        "' OR 1=1 --",
        "HSO２026112116300512345678",
        "HSO202611211630051234567\0"
      })
  void whatIsNoOrderNumberIsNotTakenForOne(String text) {
    assertThat(OrderSn.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new OrderSn(text));
  }

  @Test
  void aNumberIsReadBack() {
    assertThat(OrderSn.parse("HSO2026112116300512345678"))
        .contains(new OrderSn("HSO2026112116300512345678"));
    assertThat(PaymentSn.parse("PMT2026112116300512345678"))
        .contains(new PaymentSn("PMT2026112116300512345678"));
    assertThat(PaymentSn.parse("HSO2026112116300512345678")).isEmpty();
  }

  @Test
  void requestsAreEqualIfTheirFingerprintsAre() {
    StayRequest request = new StayRequest(new HomestayId(1), true, 1, 2, 3, "a|b");

    assertThat(request.fingerprint())
        .isEqualTo(new StayRequest(new HomestayId(1), true, 1, 2, 3, "a|b").fingerprint())
        .isNotEqualTo(new StayRequest(new HomestayId(1), true, 1, 2, 3, "a").fingerprint())
        .isNotEqualTo(new StayRequest(new HomestayId(1), false, 1, 2, 3, "a|b").fingerprint())
        .isNotEqualTo(new StayRequest(new HomestayId(1), true, 12, 3, 3, "a|b").fingerprint());
  }

  @Test
  void anIdempotencyKeyIsPrintableAsciiOfSaneLength() {
    assertThat(IdempotencyKey.parse("3f1c-7d")).contains(new IdempotencyKey("3f1c-7d"));
    assertThat(IdempotencyKey.parse("k".repeat(128))).isPresent();
    assertThat(IdempotencyKey.parse("k".repeat(129))).isEmpty();
    assertThat(IdempotencyKey.parse("")).isEmpty();
    assertThat(IdempotencyKey.parse("two words")).isEmpty();
    assertThat(IdempotencyKey.parse("钥匙")).isEmpty();
  }

  @Test
  void moneyIsExactOrAFault() {
    assertThat(Money.parse(5, "CNY")).contains(Money.of(5, "CNY"));
    assertThat(Money.parse(5, "yuan")).isEmpty();
    assertThat(Money.of(5, "CNY").times(3).plus(Money.of(1, "CNY"))).isEqualTo(Money.of(16, "CNY"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Money.of(5, "CNY").plus(Money.of(5, "EUR")));
    assertThatThrownBy(() -> Money.of(Long.MAX_VALUE, "CNY").times(2))
        .isInstanceOf(ArithmeticException.class);
  }
}
