package dev.stayflow.local.chaos;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What a run is told by its environment.
 *
 * @param lasts how long guests come and parts are killed ({@code LASTS}, ISO 8601, PT110S)
 * @param guestsPerSecond how many guests come ({@code RATE}, 4)
 * @param seed decides what guests do and which parts are killed when ({@code SEED}, any)
 */
record ChaosSettings(Duration lasts, int guestsPerSecond, long seed) {

  /**
   * @throws IllegalArgumentException naming the variable that is wrong
   */
  static ChaosSettings of(Map<String, String> environment) {
    return new ChaosSettings(
        duration(environment, "LASTS", Duration.ofSeconds(110)),
        Math.toIntExact(number(environment, "RATE", 4, 1, 100)),
        number(
            environment,
            "SEED",
            RandomGenerator.getDefault().nextLong(1_000_000_000),
            Long.MIN_VALUE,
            Long.MAX_VALUE));
  }

  private static Duration duration(
      Map<String, String> environment, String name, Duration otherwise) {
    String text = environment.getOrDefault(name, "");
    try {
      Duration value = text.isBlank() ? otherwise : Duration.parse(text.trim());
      if (value.isPositive()) {
        return value;
      }
    } catch (DateTimeParseException none) {
      // told below, like a duration that is over before it begins
    }
    throw new IllegalArgumentException(
        "%s is \"%s\", must be an ISO 8601 duration of more than nothing, such as %s."
            .formatted(name, text, otherwise));
  }

  private static long number(
      Map<String, String> environment, String name, long otherwise, long least, long most) {
    String text = environment.getOrDefault(name, "");
    try {
      long value = text.isBlank() ? otherwise : Long.parseLong(text.trim());
      if (least <= value && value <= most) {
        return value;
      }
    } catch (NumberFormatException none) {
      // told below, like a number that is out of bounds
    }
    throw new IllegalArgumentException(
        "%s is \"%s\", must be a number from %d to %d.".formatted(name, text, least, most));
  }
}
