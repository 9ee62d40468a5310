package dev.stayflow.bench;

import java.util.Collection;
import java.util.List;

/**
 * What the rounds of one measurement gave.
 *
 * @param sorted smallest first, at least one
 */
record Samples(List<Double> sorted) {
  static Samples of(Collection<Double> figures) {
    return new Samples(figures.stream().sorted().toList());
  }

  double median() {
    var upper = sorted.get(sorted.size() / 2);
    return sorted.size() % 2 == 1 ? upper : (upper + sorted.get(sorted.size() / 2 - 1)) / 2;
  }

  /** The value that this share of the samples does not exceed. */
  double quantile(double share) {
    var place = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.get(Math.clamp(place, 0, sorted.size() - 1));
  }

  double least() {
    return sorted.getFirst();
  }

  double most() {
    return sorted.getLast();
  }
}
