package dev.stayflow.delayedtasks;

import java.util.Collection;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Shares free slots among the queues that have something to do. By weight: each slot goes to one of
 * them at random, in proportion to the weights. Strictly: all go to the one of the greatest weight.
 */
final class Shares {
  private final int[] weights;
  private final int[] byPriority;
  private final boolean strict;
  private final RandomGenerator random;

  Shares(Collection<Integer> weights, boolean strict, RandomGenerator random) {
    this.weights = weights.stream().mapToInt(Integer::intValue).toArray();
    this.byPriority =
        IntStream.range(0, this.weights.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(this.weights[b], this.weights[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    this.strict = strict;
    this.random = random;
  }

  /** How many of the slots each queue gets; all of them are given away if one of them is busy. */
  int[] of(int slots, boolean[] busy) {
    var shares = new int[weights.length];
    if (strict) {
      for (var queue : byPriority) {
        if (busy[queue]) {
          shares[queue] = slots;
          return shares;
        }
      }
      return shares;
    }
    var total = 0;
    var last = -1;
    for (var i = 0; i < weights.length; i++) {
      if (busy[i]) {
        total += weights[i];
        last = i;
      }
    }
    if (last >= 0 && total == weights[last]) {
      shares[last] = slots;
    } else if (last >= 0) {
      for (var i = 0; i < slots; i++) {
        shares[draw(random.nextInt(total), busy)]++;
      }
    }
    return shares;
  }

  private int draw(int number, boolean[] busy) {
    var left = number;
    for (var i = 0; i < weights.length; i++) {
      if (busy[i]) {
        left -= weights[i];
        if (left < 0) {
          return i;
        }
      }
    }
    throw new IllegalArgumentException("the number is below the sum of the weights");
  }
}
