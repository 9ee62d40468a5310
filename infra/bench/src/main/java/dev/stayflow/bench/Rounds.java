package dev.stayflow.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a measurement is repeated.
 *
 * @param warmUps rounds whose figures are thrown away
 * @param most rounds that count
 * @param budget of the rounds that count: none but the first begins after this time
 */
record Rounds(int warmUps, int most, Duration budget) {

  /** One round; answers what it gave. */
  @FunctionalInterface
  interface Round<T> {
    T run() throws InterruptedException;
  }

  <T> List<T> of(Round<T> round) throws InterruptedException {
    for (var i = 0; i < warmUps; i++) {
      round.run();
    }
    var end = System.nanoTime() + budget.toNanos();
    var results = new ArrayList<T>();
    do {
      results.add(round.run());
    } while (results.size() < most && System.nanoTime() < end);
    return results;
  }
}
