package dev.stayflow.order;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The nights of a stay as days in the homestay's zone, half-open: the day of departure is another
 * guest's day of arrival.
 *
 * @param checkIn day of arrival, the first night
 * @param checkOut day of departure, after {@code checkIn}
 */
public record Nights(LocalDate checkIn, LocalDate checkOut) {

  /**
   * Nights that are known to be some.
   *
   * @throws IllegalArgumentException if departure is not after arrival
   */
  public Nights {
    if (!checkIn.isBefore(checkOut)) {
      throw new IllegalArgumentException("departure must be after arrival");
    }
  }

  /** The nights between two moments in a zone; empty when no midnight lies between them. */
  public static Optional<Nights> between(Instant start, Instant end, ZoneId zone) {
    LocalDate checkIn = LocalDate.ofInstant(start, zone);
    LocalDate checkOut = LocalDate.ofInstant(end, zone);
    return checkIn.isBefore(checkOut)
        ? Optional.of(new Nights(checkIn, checkOut))
        : Optional.empty();
  }

  /** How many nights. */
  public long count() {
    return ChronoUnit.DAYS.between(checkIn, checkOut);
  }
}
