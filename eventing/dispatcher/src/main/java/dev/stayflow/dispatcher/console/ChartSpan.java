package dev.stayflow.dispatcher.console;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** How far back charts go, and in what steps. */
enum ChartSpan {
  QUARTER("15m", "15 min", 15, 1),
  HOUR("1h", "1 h", 60, 1),
  SIX_HOURS("6h", "6 h", 360, 5),
  DAY("24h", "24 h", 1440, 15);

  private final String key;
  private final String title;
  private final int minutes;
  private final int step;

  ChartSpan(String key, String title, int minutes, int step) {
    this.key = key;
    this.title = title;
    this.minutes = minutes;
    this.step = step;
  }

  static Optional<ChartSpan> of(String key) {
    return Arrays.stream(values()).filter(span -> span.key.equals(key)).findFirst();
  }

  /** As in URLs. */
  public String key() {
    return key;
  }

  public String title() {
    return title;
  }

  Duration length() {
    return Duration.ofMinutes(minutes);
  }

  /** Minutes that make one point. */
  int step() {
    return step;
  }
}
