package dev.stayflow.order;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much of a paid stay goes back to a guest who cancels it, by how long before the arrival.
 *
 * @param tiers the longest time and the largest share first
 */
public record RefundPolicy(List<Tier> tiers) {

  /** Everything until a week before the arrival, half of it until a day before. */
  public static final String USUAL = "P7D:100,P1D:50";

  private static final Pattern TIER = Pattern.compile("\\s*([^:,\\s]{1,40}):([0-9]{1,3})\\s*");
  private static final Duration LONGEST = Duration.ofDays(999);

  /**
   * A share that goes back.
   *
   * @param before at least so long before the arrival; its days are those of the calendar, which
   *     may have 23 or 25 hours
   * @param percent of what was paid, 1 to 100
   */
  public record Tier(Duration before, int percent) {

    /** Until when it applies, that moment included. */
    ZonedDateTime until(ZonedDateTime arrival) {
      return arrival.minusDays(before.toDaysPart()).minus(before.minusDays(before.toDaysPart()));
    }
  }

  /**
   * A policy written as {@link #USUAL}: ISO 8601 durations and percents, both strictly descending;
   * empty when the text is none.
   */
  public static Optional<RefundPolicy> parse(String text) {
    List<Optional<Tier>> read = Stream.of(text.split(",", -1)).map(RefundPolicy::tier).toList();
    List<Tier> tiers = read.stream().flatMap(Optional::stream).toList();
    return tiers.size() == read.size() && descends(tiers)
        ? Optional.of(new RefundPolicy(tiers))
        : Optional.empty();
  }

  /**
   * What goes back when a stay is cancelled now, a fraction of the smallest coin in the guest's
   * favour; empty when it is too late.
   *
   * @param arrival when the day of arrival begins where the homestay is
   */
  public Optional<Money> refund(Money paid, ZonedDateTime arrival, Instant now) {
    return tiers.stream()
        .filter(tier -> !now.isAfter(tier.until(arrival).toInstant()))
        .findFirst()
        .map(tier -> paid.percent(tier.percent()));
  }

  /** The last moment at which anything goes back. */
  public ZonedDateTime lastMoment(ZonedDateTime arrival) {
    return tiers.getLast().until(arrival);
  }

  private static Optional<Tier> tier(String text) {
    Matcher parts = TIER.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      Tier tier = new Tier(Duration.parse(parts.group(1)), Integer.parseInt(parts.group(2)));
      return tier.before().isNegative()
              || tier.before().compareTo(LONGEST) > 0
              || tier.percent() < 1
              || tier.percent() > 100
          ? Optional.empty()
          : Optional.of(tier);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean descends(List<Tier> tiers) {
    return IntStream.range(1, tiers.size())
        .allMatch(
            i ->
                tiers.get(i).before().compareTo(tiers.get(i - 1).before()) < 0
                    && tiers.get(i).percent() < tiers.get(i - 1).percent());
  }
}
