package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.QueueLimits;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The limits of a queue as they are typed; blank is no limit. */
record LimitsForm(
    @Nullable String inFlight,
    @Nullable String rate,
    @Nullable String burst,
    @Nullable String perKey,
    @Nullable String archiveMost,
    @Nullable String archiveFor) {

  static LimitsForm of(QueueLimits limits) {
    return new LimitsForm(
        limits.inFlight().isPresent() ? limits.inFlight().getAsInt() + "" : "",
        limits.rate().map(rate -> plain(rate.perSecond())).orElse(""),
        limits.rate().map(rate -> rate.burst() + "").orElse(""),
        limits.perKey().isPresent() ? limits.perKey().getAsInt() + "" : "",
        limits.archiveMost().isPresent() ? limits.archiveMost().getAsLong() + "" : "",
        limits.archiveFor().map(Duration::toString).orElse(""));
  }

  /** What was typed, read: the limits, or what is wrong by field. */
  record Read(QueueLimits limits, Map<String, String> wrong) {}

  Read read() {
    var wrong = new LinkedHashMap<String, String>();
    var limits = QueueLimits.NONE;
    limits =
        with(
            limits,
            "inFlight",
            inFlight,
            wrong,
            text -> Integer.valueOf(text),
            QueueLimits::inFlight);
    limits =
        with(limits, "perKey", perKey, wrong, text -> Integer.valueOf(text), QueueLimits::perKey);
    limits =
        with(
            limits,
            "archiveMost",
            archiveMost,
            wrong,
            text -> Long.valueOf(text),
            QueueLimits::archiveMost);
    limits =
        with(
            limits, "archiveFor", archiveFor, wrong, LimitsForm::duration, QueueLimits::archiveFor);
    limits =
        with(
            limits,
            "rate",
            rate,
            wrong,
            text -> Double.valueOf(text),
            (all, perSecond) -> all.rate(perSecond, burst(perSecond, wrong)));
    if (given(rate).isEmpty() && given(burst).isPresent()) {
      wrong.put("burst", "A burst needs a rate.");
    }
    return new Read(limits, wrong);
  }

  /** Without a burst of its own a second's worth. */
  private int burst(double perSecond, Map<String, String> wrong) {
    try {
      return given(burst).map(Integer::valueOf).orElse((int) Math.max(1, Math.ceil(perSecond)));
    } catch (NumberFormatException e) {
      wrong.put("burst", "A whole number, please.");
      return 1;
    }
  }

  /** Puts a limit to others. */
  @FunctionalInterface
  private interface Option<T> {
    QueueLimits apply(QueueLimits limits, T value);
  }

  private static <T> QueueLimits with(
      QueueLimits limits,
      String field,
      @Nullable String typed,
      Map<String, String> wrong,
      Function<String, T> reading,
      Option<T> option) {
    try {
      return given(typed).map(reading).map(value -> option.apply(limits, value)).orElse(limits);
    } catch (NumberFormatException e) {
      wrong.put(field, "A number, please.");
    } catch (IllegalArgumentException e) {
      wrong.put(field, sentence(e.getMessage()));
    }
    return limits;
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a duration such as P30D or PT12H, please", e);
    }
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(it -> !it.isEmpty());
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? (long) number + "" : number + "";
  }

  private static String sentence(@Nullable String text) {
    return text == null || text.isEmpty()
        ? "This makes no sense."
        : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}
