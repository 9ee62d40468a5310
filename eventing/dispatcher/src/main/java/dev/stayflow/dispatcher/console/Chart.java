package dev.stayflow.dispatcher.console;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a script draws, and a table tells in figures.
 *
 * @param id of its element
 * @param about what it shows, in a sentence
 * @param labels of its steps; times in ISO 8601 are shown in the reader's zone
 */
record Chart(
    String id,
    String title,
    String about,
    Form form,
    String unit,
    List<String> labels,
    List<Series> series) {

  private static final MathContext FOUR_DIGITS = new MathContext(4);

  /** How it is drawn. */
  enum Form {
    /** One upon the other: together they are a whole. */
    BAR,
    LINE,
    /** Lines on an axis of powers of ten. */
    LOG;

    /** As the script knows it. */
    public String type() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One colour of it.
   *
   * @param kind names its colour in the style sheet
   * @param dash whether its line is dashed, for those who cannot tell the colours
   * @param values one a step; null where there is none
   */
  record Series(String name, String kind, boolean dash, List<@Nullable Double> values) {
    static Series of(String name, String kind, List<@Nullable Double> values) {
      return new Series(name, kind, false, values);
    }
  }

  /** Whether there is anything to be seen. */
  public boolean isBlank() {
    return series.stream()
        .flatMap(one -> one.values().stream())
        .allMatch(value -> value == null || value == 0);
  }

  /** The latest first, as the table has them. */
  public List<Integer> steps() {
    return IntStream.range(0, labels.size()).boxed().toList().reversed();
  }

  /** A value as the table tells it. */
  public String told(@Nullable Double value) {
    return value == null ? "–" : plain(value);
  }

  private static String plain(double value) {
    return value == 0
        ? "0"
        : BigDecimal.valueOf(value).round(FOUR_DIGITS).stripTrailingZeros().toPlainString();
  }
}
