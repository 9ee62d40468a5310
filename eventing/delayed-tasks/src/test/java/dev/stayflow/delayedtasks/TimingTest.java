package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
  private static final Instant SATURDAY = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *            | 2026-11-21T12:01:00Z | 2026-11-21T12:02:00Z
          * * * * * *          | 2026-11-21T12:00:01Z | 2026-11-21T12:00:02Z
          */20 * * * * *       | 2026-11-21T12:00:20Z | 2026-11-21T12:00:40Z
          5/20 * * * *         | 2026-11-21T12:05:00Z | 2026-11-21T12:25:00Z
          10-30/10 * * * *     | 2026-11-21T12:10:00Z | 2026-11-21T12:20:00Z
          30 4 1,15 * *        | 2026-12-01T04:30:00Z | 2026-12-15T04:30:00Z
          0 9 * * MON-FRI      | 2026-11-23T09:00:00Z | 2026-11-24T09:00:00Z
          0 9 * * fri-sun      | 2026-11-22T09:00:00Z | 2026-11-27T09:00:00Z
          0 0 * * 7            | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z
          0 0 * * 0            | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z
          0 0 1 Jan,JUL *      | 2027-01-01T00:00:00Z | 2027-07-01T00:00:00Z
          0 0 31 * *           | 2026-12-31T00:00:00Z | 2027-01-31T00:00:00Z
          0 0 29 2 *           | 2028-02-29T00:00:00Z | 2032-02-29T00:00:00Z
          @hourly              | 2026-11-21T13:00:00Z | 2026-11-21T14:00:00Z
          @daily               | 2026-11-22T00:00:00Z | 2026-11-23T00:00:00Z
          @weekly              | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z
          @monthly             | 2026-12-01T00:00:00Z | 2027-01-01T00:00:00Z
          @yearly              | 2027-01-01T00:00:00Z | 2028-01-01T00:00:00Z
          @every 90s           | 2026-11-21T12:01:30Z | 2026-11-21T12:03:00Z
          @every 1m30s         | 2026-11-21T12:01:30Z | 2026-11-21T12:03:00Z
          @every PT90S         | 2026-11-21T12:01:30Z | 2026-11-21T12:03:00Z
          PT90S                | 2026-11-21T12:01:30Z | 2026-11-21T12:03:00Z
          @every 1h            | 2026-11-21T13:00:00Z | 2026-11-21T14:00:00Z
          @every 1500ms        | 2026-11-21T12:00:01.500Z | 2026-11-21T12:00:03Z
          """)
  void eachWayToSayItFiresThen(String spec, Instant first, Instant second) {
    assertThat(Timing.of(spec).next(SATURDAY, 2)).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          60 * * * *       | the minute "60" is not possible: 0 to 59
          0 60 * * * *     | the minute "60" is not possible: 0 to 59
          60 0 * * * *     | the second "60" is not possible: 0 to 59
          0 24 * * *       | the hour "24" is not possible: 0 to 23
          0 0 0 * *        | the day of month "0" is not possible: 1 to 31
          0 0 L * *        | the day of month "L" is not possible: 1 to 31
          0 0 * 13 *       | the month "13" is not possible: 1 to 12 or JAN to DEC
          0 0 * * 8        | the day of week "8" is not possible: 0 to 7
          0 0 * * MONDAY   | the day of week "MONDAY" is not possible: 0 to 7 (0 and 7 are Sunday) or SUN to SAT
          0 0 * * 5#2      | the day of week "5#2" is not possible
          */0 * * * *      | the minute "*/0" is not possible
          5-1 * * * *      | the minute "5-1" is not possible
          1,,2 * * * *     | the minute "1,,2" is not possible
          -1 * * * *       | the minute "-1" is not possible
          0 0 30 2 *       | "0 0 30 2 *" never fires
          0 0 31 4,6 *     | "0 0 31 4,6 *" never fires
          * * * *          | "* * * *" is no schedule: five cron fields (minute, hour
          0 0 * * * * 2027 | is no schedule: five cron fields
          @reboot          | "@reboot" is no schedule
          ''               | "" is no schedule
          daily            | "daily" is no schedule
          @every           | "@every" is no schedule
          @every 5         | "5" is no interval: 90s, 1m30s
          @every 1s1m      | "1s1m" is no interval
          @every PT        | "PT" is no interval
          @every 500ms     | "500ms" is not possible: 1 second to 366 days
          @every 9000h     | "9000h" is not possible: 1 second to 366 days
          @every PT1.0005S | in whole milliseconds
          """)
  void nonsenseIsRefusedWithTheFieldAndWhatItTakes(String spec, String message) {
    assertThatThrownBy(() -> Timing.of(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aSpecificationWithoutEndIsRefused() {
    assertThatThrownBy(() -> Timing.of("1,".repeat(300) + "1 * * * *"))
        .hasMessageContaining("at most 400 characters");
  }

  @Test
  void restrictedDaysOfMonthAndOfWeekSufficeEither() {
    assertThat(Timing.of("0 0 13 * FRI").next(Instant.parse("2026-12-01T00:00:00Z"), 4))
        .containsExactly(
            Instant.parse("2026-12-04T00:00:00Z"),
            Instant.parse("2026-12-11T00:00:00Z"),
            Instant.parse("2026-12-13T00:00:00Z"),
            Instant.parse("2026-12-18T00:00:00Z"));
  }

  @Test
  void theFieldsAreMeantInTheZone() {
    assertThat(Timing.of("0 9 * * *", ZoneId.of("Asia/Shanghai")).next(SATURDAY, 1))
        .containsExactly(Instant.parse("2026-11-22T01:00:00Z"));
  }

  @Test
  void spacesDoNotMakeItAnother() {
    assertThat(Timing.of("  0 9\t* *  * ")).isEqualTo(Timing.of("0 9 * * *"));
  }

  @Test
  void timesBetweenTwoInstantsAreTheLastOnesWhenThereAreMany() {
    var everyMinute = Timing.of("* * * * *");

    assertThat(everyMinute.between(SATURDAY, SATURDAY.plusSeconds(120), 10))
        .containsExactly(SATURDAY, SATURDAY.plusSeconds(60), SATURDAY.plusSeconds(120));
    assertThat(everyMinute.between(SATURDAY.minusSeconds(86_400 * 365L), SATURDAY, 2))
        .containsExactly(SATURDAY.minusSeconds(60), SATURDAY);
    assertThat(everyMinute.between(SATURDAY.plusSeconds(1), SATURDAY.plusSeconds(59), 10))
        .isEmpty();
  }
}
