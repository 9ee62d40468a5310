package dev.stayflow.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a measurement is repeated.
 *
 * @param warmUps rounds whose figures are thrown away
 * @param most rounds that count
 * @param budget no further round begins after this time; one always counts
 */
record Rounds(int warmUps, int most, Duration budget) {

  /** One round; answers what it gave. */
  @FunctionalInterface
  interface Round<T> {
    T run() throws InterruptedException;
  }

  <T> List<T> of(Round<T> round) throws InterruptedException {
    var end = System.nanoTime() + budget.toNanos();
    for (var i = 0; i < warmUps && System.nanoTime() < end; i++) {
      round.run();
    }
    var results = new ArrayList<T>();
    do {
      results.add(round.run());
    } while (results.size() < most && System.nanoTime() < end);
    return results;
  }
}
