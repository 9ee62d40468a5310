package dev.stayflow.delayedtasks;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The runs of a queue that have ended and of which Redis does not know yet: those that leave
 * nothing but an acknowledgement, and the others.
 */
final class Reports {
  private final Queue<Run> done = new ConcurrentLinkedQueue<>();
  private final Queue<Run> others = new ConcurrentLinkedQueue<>();

  void add(Run run) {
    (run.ending() == null ? done : others).add(run);
  }

  boolean hasDone() {
    return !done.isEmpty();
  }

  boolean hasOthers() {
    return !others.isEmpty();
  }

  List<Report> takeDone(int most) {
    return take(done, most);
  }

  List<Report> takeOthers(int most) {
    return take(others, most);
  }

  private static List<Report> take(Queue<Run> runs, int most) {
    var taken = new ArrayList<Report>();
    while (taken.size() < most) {
      var run = runs.poll();
      if (run == null) {
        break;
      }
      taken.add(new Report(run, run.lease()));
    }
    return taken;
  }
}
