package dev.stayflow.bench;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much is measured.
 *
 * @param share of the full amounts, above 0 and at most 1
 */
record Sizes(double share) {
  private static final int ROUNDS = 5;
  private static final int WARM_UPS = 2;
  private static final Duration BUDGET = Duration.ofSeconds(10);

  /**
   * Checks the share.
   *
   * @throws BenchFailure when it is out of bounds
   */
  Sizes {
    if (!(share > 0 && share <= 1)) {
      throw new BenchFailure("SCALE is above 0 and at most 1, not " + share);
    }
  }

  /** Full amounts: every figure rests on a second or so, five times. */
  static Sizes full() {
    return new Sizes(1);
  }

  /** The share that a user asks for; all of it when none was said. */
  static Sizes scaled(@Nullable Double scale) {
    return scale == null ? full() : new Sizes(scale);
  }

  /** That many, or the share of it, and never fewer than 20. */
  int of(int full) {
    return (int) Math.max(20, Math.round(full * share));
  }

  /** That long, or the share of it, and never less than half a second. */
  Duration of(Duration full) {
    return Duration.ofMillis((long) Math.max(500, full.toMillis() * share));
  }

  /** Small amounts need no certainty: they are measured once. */
  Rounds rounds() {
    return share < 0.1 ? new Rounds(0, 1, BUDGET) : new Rounds(WARM_UPS, ROUNDS, BUDGET);
  }

  /** For what takes seconds each time whatever the amount. */
  Rounds fewRounds() {
    return share < 0.1 ? new Rounds(0, 1, BUDGET) : new Rounds(0, 3, BUDGET.multipliedBy(3));
  }
}
