package dev.stayflow.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Things that happened side by side are right when some order of them, one after the other, is
 * right: every way in which the model may stand after them.
 */
final class Explanation {
  private record Point(Model model, List<Fact> left) {}

  private final Set<Point> tried = new HashSet<>();
  private final Set<Model> ends = new HashSet<>();

  private Explanation() {}

  /** Empty when no order of the facts explains all of them. */
  static Set<Model> of(Set<Model> before, List<Fact> facts) {
    Explanation explanation = new Explanation();
    before.forEach(model -> explanation.follow(new Point(model, facts)));
    return explanation.ends;
  }

  private void follow(Point point) {
    if (!tried.add(point)) {
      return;
    }
    if (point.left().isEmpty()) {
      ends.add(point.model().atRest());
    }
    for (int next = 0; next < point.left().size(); next++) {
      List<Fact> left = new ArrayList<>(point.left());
      point.model().after(left.remove(next)).ifPresent(model -> follow(new Point(model, left)));
    }
  }
}
