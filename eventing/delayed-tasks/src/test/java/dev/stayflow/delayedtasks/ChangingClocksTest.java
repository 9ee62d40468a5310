package dev.stayflow.delayedtasks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Europe/Berlin goes from 02:00 to 03:00 on 2026-03-29 and from 03:00 to 02:00 on 2026-10-25. */
class ChangingClocksTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void aTimeThatIsLeftOutFiresAtTheEndOfTheGap() {
    assertThat(berlin("30 2 * * *", "2026-03-28T12:00+01:00", 3))
        .containsExactly(
            "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00");
  }

  @Test
  void allTimesThatAreLeftOutFireOnceTogether() {
    assertThat(berlin("*/20 1-3 * * *", "2026-03-29T01:30+01:00", 4))
        .containsExactly(
            "2026-03-29T01:40+01:00",
            "2026-03-29T03:00+02:00",
            "2026-03-29T03:20+02:00",
            "2026-03-29T03:40+02:00");
  }

  @Test
  void aTimeThatComesTwiceFiresTheFirstTimeOnly() {
    assertThat(berlin("30 2 * * *", "2026-10-24T12:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(berlin("30 2 * * *", "2026-10-25T02:10+01:00", 1))
        .containsExactly("2026-10-26T02:30+01:00");
  }

  @Test
  void everyHourMeansEveryHourThatPasses() {
    assertThat(berlin("0 * * * *", "2026-03-29T00:30+01:00", 3))
        .containsExactly(
            "2026-03-29T01:00+01:00", "2026-03-29T03:00+02:00", "2026-03-29T04:00+02:00");
    assertThat(berlin("30 * * * *", "2026-10-25T01:00+02:00", 4))
        .containsExactly(
            "2026-10-25T01:30+02:00",
            "2026-10-25T02:30+02:00",
            "2026-10-25T02:30+01:00",
            "2026-10-25T03:30+01:00");
  }

  @Test
  void intervalsDoNotCare() {
    assertThat(berlin("@every 90m", "2026-03-29T01:30+01:00", 2))
        .containsExactly("2026-03-29T03:30+02:00", "2026-03-29T05:00+02:00");
  }

  @Test
  void aZoneWithoutSummerTimeFiresEachDay() {
    var shanghai = ZoneId.of("Asia/Shanghai");
    var times = Timing.of("30 2 * * *", shanghai).next(Instant.parse("2026-01-01T00:00:00Z"), 365);
    assertThat(times)
        .hasSize(365)
        .allMatch(at -> at.atZone(shanghai).toLocalTime().toString().equals("02:30"));
    assertThat(times.getLast()).isEqualTo(times.getFirst().plusSeconds(364 * 86_400L));
  }

  /** Half an hour in Lord Howe, a gap at midnight in Cairo. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "Asia/Shanghai"
      })
  void anyExpressionFiresAsAPlainModelSaysAroundEachChange(String name) {
    var zone = ZoneId.of(name);
    var seed = new Random().nextLong();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (var round = 0; round < 100; round++) {
      var start = start(zone, random);
      var end = start.plusSeconds(30 * 3600);
      var everyHour = random.nextBoolean();
      var hours = everyHour ? numbers(0, 24) : some(24, random);
      var minutes = some(60, random);
      var spec = list(minutes) + " " + (everyHour ? "*" : list(hours)) + " * * *";
      var expected = model(zone, start, end, hours, minutes, everyHour);

      var timing = Timing.of(spec, zone);

      var forward = timing.next(start, expected.size() + 1);
      assertThat(forward.subList(0, expected.size()))
          .as("%s in %s from %s", spec, zone, start)
          .containsExactlyElementsOf(expected);
      assertThat(forward.getLast()).isAfterOrEqualTo(end);
      assertThat(timing.between(start.plusMillis(1), end.minusMillis(1), 10_000))
          .as("%s in %s back from %s", spec, zone, end)
          .containsExactlyElementsOf(expected);
    }
  }

  /** Fifteen hours before a change, or anywhere when there is none. */
  private static Instant start(ZoneId zone, Random random) {
    var any = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(5 * 365) * 86_400L);
    var change = zone.getRules().nextTransition(any);
    return (change == null ? any : change.getInstant())
        .minusSeconds(15 * 3600 + random.nextInt(600));
  }

  /** Looks at each minute that passes, and at each that the clock leaves out. */
  private static Set<Instant> model(
      ZoneId zone,
      Instant start,
      Instant end,
      Set<Integer> hours,
      Set<Integer> minutes,
      boolean everyHour) {
    var found = new TreeSet<Instant>();
    var seen = new TreeSet<LocalDateTime>();
    var rules = zone.getRules();
    var firstMinute = Math.floorDiv(start.getEpochSecond(), 60L) + 1;
    for (var minute = firstMinute; minute * 60 < end.getEpochSecond(); minute++) {
      var at = Instant.ofEpochSecond(minute * 60);
      var local = LocalDateTime.ofInstant(at, zone);
      var first = seen.add(local);
      if (hours.contains(local.getHour())
          && minutes.contains(local.getMinute())
          && (first || everyHour)) {
        found.add(at);
      }
      var change = rules.nextTransition(at.minusSeconds(1));
      if (change != null && change.isGap() && change.getInstant().equals(at) && !everyHour) {
        for (var lost = change.getDateTimeBefore();
            lost.isBefore(change.getDateTimeAfter());
            lost = lost.plusMinutes(1)) {
          if (hours.contains(lost.getHour()) && minutes.contains(lost.getMinute())) {
            found.add(at);
          }
        }
      }
    }
    return found;
  }

  private static Set<Integer> some(int below, Random random) {
    return Stream.generate(() -> random.nextInt(below))
        .limit(1 + random.nextInt(6))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<Integer> numbers(int from, int below) {
    return Stream.iterate(from, n -> n + 1).limit(below - from).collect(Collectors.toSet());
  }

  private static String list(Set<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<String> berlin(String spec, String from, int count) {
    return Timing.of(spec, BERLIN).next(OffsetDateTime.parse(from).toInstant(), count).stream()
        .map(at -> at.atZone(BERLIN).toOffsetDateTime().toString())
        .toList();
  }
}
