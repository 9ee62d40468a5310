package dev.stayflow.local.stack;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * Lets a few parts start at a time, the first of the stack first. Two dozen that start side by side
 * on a few processors would all be slow, and those that the first order needs as slow as the rest.
 */
final class Turns {
  /** By place: whether it could start by now. */
  private final SortedMap<Integer, BooleanSupplier> waiting = new TreeMap<>();

  private int free;

  /**
   * @param atOnce how many may start at the same time
   */
  Turns(int atOnce) {
    this.free = atOnce;
  }

  /** More than there are processors, since a part that starts also waits. */
  static Turns forThisMachine() {
    return new Turns(3 * Runtime.getRuntime().availableProcessors() + 2);
  }

  /**
   * Waits for a turn; {@link #end} must follow.
   *
   * @param place the lower, the sooner it is this one's turn
   * @param mayStart no turn is given before; asked again whenever a turn ends
   */
  synchronized void await(int place, BooleanSupplier mayStart) {
    waiting.put(place, mayStart);
    var interrupted = false;
    while (free == 0 || !isNext(place)) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    waiting.remove(place);
    free--;
    notifyAll();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isNext(int place) {
    return waiting.entrySet().stream()
        .filter(each -> each.getValue().getAsBoolean())
        .findFirst()
        .filter(first -> first.getKey() == place)
        .isPresent();
  }

  synchronized void end() {
    free++;
    notifyAll();
  }
}
