package dev.stayflow.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Placement.DatesRefused;
import dev.stayflow.order.Placement.PeopleRefused;
import dev.stayflow.order.Placement.Placed;
import dev.stayflow.order.Placement.RemarkRefused;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookingTest {

  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Homestay HOMESTAY = Samples.homestay(50_000, 3_000, 4);
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  @Test
  void anOrderWaitsForItsPaymentForTwentyMinutes() {
    Order order = placed(ask(TODAY.plusDays(1), TODAY.plusDays(3), 2));

    assertThat(order.state()).isEqualTo(TradeState.WAIT_PAY);
    assertThat(order.createdAt()).isEqualTo(Samples.NOW);
    assertThat(order.payDeadline()).isEqualTo(Samples.NOW.plus(Duration.ofMinutes(20)));
    assertThat(order.nights()).isEqualTo(new Nights(TODAY.plusDays(1), TODAY.plusDays(3)));
    assertThat(order.price().homestayTotal()).isEqualTo(Money.of(100_000, "CNY"));
    assertThat(order.price().foodTotal()).isEqualTo(Money.of(12_000, "CNY"));
    assertThat(order.price().total()).isEqualTo(Money.of(112_000, "CNY"));
    assertThat(order.shownTradeCode()).isEmpty();
  }

  @Test
  void withoutFoodNoFoodIsPaid() {
    StayRequest asked = ask(TODAY, TODAY.plusDays(2), 4);
    Order order =
        placed(
            new StayRequest(
                asked.homestay(), false, asked.startSecond(), asked.endSecond(), 4, "quiet room"));

    assertThat(order.price().foodTotal()).isEqualTo(Money.of(0, "CNY"));
    assertThat(order.price().total()).isEqualTo(Money.of(100_000, "CNY"));
  }

  @ParameterizedTest(name = "{0} people of 4: {1}")
  @CsvSource({"1, true", "4, true", "0, false", "5, false", "-1, false", "2147483647, false"})
  void aHomestayTakesOneGuestToItsLimit(int people, boolean possible) {
    Placement placement = place(ask(TODAY, TODAY.plusDays(1), people));

    assertThat(placement).isInstanceOf(possible ? Placed.class : PeopleRefused.class);
  }

  @Test
  void datesThatAreNotPossibleAreRefused() {
    assertThat(place(ask(TODAY.plusDays(3), TODAY.plusDays(1), 2))).isEqualTo(notAfter());
    assertThat(place(ask(TODAY.plusDays(3), TODAY.plusDays(3), 2))).isEqualTo(notAfter());
    assertThat(place(ask(TODAY.minusDays(1), TODAY.plusDays(3), 2)))
        .isEqualTo(new DatesRefused("the day of arrival is past"));
    assertThat(place(ask(TODAY.plusDays(1), TODAY.plusDays(367), 2)))
        .isEqualTo(new DatesRefused("a stay has at most 365 nights"));
    assertThat(place(ask(TODAY.plusDays(1), TODAY.plusDays(366), 2))).isInstanceOf(Placed.class);
    assertThat(place(ask(TODAY.plusYears(2), TODAY.plusYears(2).plusDays(1), 2)))
        .isEqualTo(new DatesRefused("the stay must lie between today and 2028-11-21"));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Long.MIN_VALUE,
        -1,
        0,
        1_000_000_000_000_000_000L,
        31_556_889_864_403_200L,
        Long.MAX_VALUE
      })
  void secondsThatAreNoDateAreRefusedAndNoFault(long second) {
    long tomorrow = Samples.NOW.plus(Duration.ofDays(1)).getEpochSecond();

    assertThat(place(request(second, tomorrow, 2, ""))).isInstanceOf(DatesRefused.class);
    assertThat(place(request(tomorrow, second, 2, ""))).isInstanceOf(DatesRefused.class);
    assertThat(place(request(second, second, 2, ""))).isInstanceOf(DatesRefused.class);
  }

  @Test
  void aRemarkMaySayAnythingShort() {
    long start = Samples.NOW.getEpochSecond();
    long end = start + 86_400;

    Order order = placed(request(start, end, 2, "'; DROP TABLE homestay_order; -- <script>"));
    assertThat(order.remark()).isEqualTo("'; DROP TABLE homestay_order; -- <script>");
    assertThat(place(request(start, end, 2, "长".repeat(500)))).isInstanceOf(Placed.class);
    assertThat(place(request(start, end, 2, "长".repeat(501)))).isInstanceOf(RemarkRefused.class);
    assertThat(place(request(start, end, 2, "nul \0"))).isInstanceOf(RemarkRefused.class);
  }

  @ParameterizedTest(name = "{0} in {1} is {2}")
  @CsvSource({
    // Before and after midnight in Shanghai, which is 16:00 UTC.
    "2026-11-21T15:59:59Z, Asia/Shanghai, 2026-11-21",
    "2026-11-21T16:00:00Z, Asia/Shanghai, 2026-11-22",
    "2026-11-21T16:00:00Z, UTC, 2026-11-21",
    // Berlin's clocks go forward on 2027-03-28 and back on 2026-10-25.
    "2027-03-27T23:00:00Z, Europe/Berlin, 2027-03-28",
    "2027-03-28T21:59:59Z, Europe/Berlin, 2027-03-28",
    "2027-03-28T22:00:00Z, Europe/Berlin, 2027-03-29",
    "2026-10-24T22:00:00Z, Europe/Berlin, 2026-10-25",
    "2026-10-25T22:59:59Z, Europe/Berlin, 2026-10-25",
    "2026-10-25T23:00:00Z, Europe/Berlin, 2026-10-26",
  })
  void todayIsTheStayZonesToday(Instant now, ZoneId zone, LocalDate today) {
    Booking booking = new Booking(() -> now, new Random(1), zone, Duration.ofMinutes(20));
    long todayNoon = today.atTime(12, 0).atZone(zone).toEpochSecond();
    long yesterdayNoon = today.minusDays(1).atTime(12, 0).atZone(zone).toEpochSecond();
    long tomorrowNoon = today.plusDays(1).atTime(12, 0).atZone(zone).toEpochSecond();

    assertThat(
            booking.place(
                new GuestId(1),
                Optional.empty(),
                HOMESTAY,
                request(todayNoon, tomorrowNoon, 2, "")))
        .isInstanceOf(Placed.class);
    assertThat(
            booking.place(
                new GuestId(1),
                Optional.empty(),
                HOMESTAY,
                request(yesterdayNoon, tomorrowNoon, 2, "")))
        .isInstanceOf(DatesRefused.class);
  }

  @ParameterizedTest(name = "seed {0} in {1}")
  @MethodSource("seedsAndZones")
  void nightsCountWallClockDaysWhateverTheHour(long seed, ZoneId zone) {
    Random random = new Random(seed);
    LocalDate checkIn = TODAY.plusDays(random.nextInt(300));
    LocalDate checkOut = checkIn.plusDays(1 + random.nextInt(300));

    Nights nights =
        Nights.between(at(random, checkIn, zone), at(random, checkOut, zone), zone).orElseThrow();

    assertThat(nights).isEqualTo(new Nights(checkIn, checkOut));
    assertThat(nights.count()).isEqualTo(checkOut.toEpochDay() - checkIn.toEpochDay());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("dev.stayflow.order.Samples#seeds")
  void aPriceIsExactUpToTheDearestHomestay(long seed) {
    Random random = new Random(seed);
    Homestay homestay =
        Samples.homestay(
            random.nextLong(10_000_000_001L),
            random.nextLong(10_000_000_001L),
            1 + random.nextInt(1000));
    int people = 1 + random.nextInt(homestay.peopleLimit());
    long count = random.nextLong(1, 366);
    Nights nights = new Nights(TODAY, TODAY.plusDays(count));

    Price price = Pricing.price(homestay, nights, people, true);

    assertThat(price.homestayTotal().minor() / count).isEqualTo(homestay.homestayPrice().minor());
    assertThat(price.total().minor())
        .isEqualTo(
            count * (homestay.homestayPrice().minor() + homestay.foodPrice().minor() * people))
        .isNotNegative();
  }

  static Stream<Arguments> seedsAndZones() {
    return Stream.of("UTC", "Asia/Shanghai", "Europe/Berlin")
        .map(ZoneId::of)
        .flatMap(zone -> Samples.seeds().limit(100).mapToObj(seed -> Arguments.of(seed, zone)));
  }

  @Test
  void theHoursAroundASummerTimeGapAreOneDay() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    // 02:30 does not exist on 2027-03-28; the day before and after have their nights all the same.
    for (LocalTime hour : List.of(LocalTime.MIDNIGHT, LocalTime.of(2, 30), LocalTime.of(23, 59))) {
      Instant start = LocalDateTime.of(LocalDate.of(2027, 3, 27), hour).atZone(berlin).toInstant();
      Instant gap = LocalDateTime.of(LocalDate.of(2027, 3, 28), hour).atZone(berlin).toInstant();
      assertThat(Nights.between(start, gap, berlin).orElseThrow().count()).isEqualTo(1);
    }
  }

  private static Instant at(Random random, LocalDate day, ZoneId zone) {
    return day.atTime(LocalTime.ofSecondOfDay(random.nextInt(86_400))).atZone(zone).toInstant();
  }

  private static DatesRefused notAfter() {
    return new DatesRefused("the day of departure must be after the day of arrival");
  }

  private static Placement place(StayRequest request) {
    return new Booking(() -> Samples.NOW, new Random(1), SHANGHAI, Duration.ofMinutes(20))
        .place(new GuestId(42), Optional.empty(), HOMESTAY, request);
  }

  private static Order placed(StayRequest request) {
    return ((Placed) place(request)).order();
  }

  private static StayRequest ask(LocalDate checkIn, LocalDate checkOut, int people) {
    return request(
        checkIn.atTime(15, 0).atZone(SHANGHAI).toEpochSecond(),
        checkOut.atTime(11, 0).atZone(SHANGHAI).toEpochSecond(),
        people,
        "");
  }

  private static StayRequest request(long start, long end, int people, String remark) {
    return new StayRequest(HOMESTAY.id(), true, start, end, people, remark);
  }
}
