package dev.stayflow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What happens at one homestay: bursts of steps; those of a burst happen side by side. */
record Script(long seed, List<List<Step>> bursts) {
  private static final int MOST_STAYS = 3;
  private static final int MOST_BURSTS = 5;
  private static final int MOST_AT_ONCE = 4;

  /** When stays begin at the earliest: guests who cancel get all, half or nothing back. */
  private static final int[] DAYS_AHEAD = {30, 4, 0, 0};

  /** The same seed, the same script. */
  static Script of(long seed) {
    RandomGenerator random = new java.util.SplittableRandom(seed);
    int stays = 1 + random.nextInt(MOST_STAYS);
    List<List<Step>> bursts = new ArrayList<>();
    int daysAhead = DAYS_AHEAD[random.nextInt(DAYS_AHEAD.length)];
    bursts.add(bookings(random, stays, daysAhead));
    if (random.nextBoolean()) {
      bursts.add(forEach(stays, Step.OpenPayment::new));
      bursts.add(forEach(stays, slot -> new Step.Pay(slot, false)));
    }
    for (int left = 1 + random.nextInt(MOST_BURSTS); left > 0; left--) {
      bursts.add(
          IntStream.range(0, 1 + random.nextInt(MOST_AT_ONCE))
              .mapToObj(_ -> step(random, random.nextInt(stays), daysAhead))
              .toList());
    }
    bursts.addAll(ending(stays));
    return new Script(seed, bursts);
  }

  private static List<Step> bookings(RandomGenerator random, int stays, int daysAhead) {
    List<Step> all = new ArrayList<>();
    for (int slot = 0; slot < stays; slot++) {
      Window nights = window(random, daysAhead);
      all.add(new Step.Place(slot, nights));
      if (random.nextInt(4) == 0) {
        all.add(new Step.PlaceAgain(slot, nights));
      }
    }
    return all;
  }

  /** Three windows of which each overlaps its neighbours. */
  private static Window window(RandomGenerator random, int daysAhead) {
    int from = daysAhead + random.nextInt(3);
    return new Window(from, from + 2);
  }

  private static Step step(RandomGenerator random, int slot, int daysAhead) {
    return switch (random.nextInt(32)) {
      case 0, 1 -> new Step.Place(slot, window(random, daysAhead));
      case 2, 3, 4, 5, 6, 7 -> new Step.OpenPayment(slot);
      case 8, 9, 10, 11, 12 -> new Step.Pay(slot, random.nextInt(4) == 0);
      case 13 -> new Step.FailToPay(slot);
      case 14, 15, 16 -> new Step.PayElsewhere(slot, random.nextInt(3) > 0, random.nextInt(4) == 0);
      case 17 -> new Step.LetCallbacksArrive(slot);
      case 18 -> new Step.RepeatCallbacks(slot);
      case 19, 20, 21 -> new Step.PassDeadline(slot, random.nextInt(3));
      case 22, 23, 24 -> new Step.Cancel(slot);
      case 25 -> new Step.CancelByStranger(slot);
      case 26, 27 -> new Step.CheckIn(slot);
      case 28 -> new Step.CheckInElsewhere(slot);
      case 29 -> random.nextInt(2) == 0 ? new Step.PassStay(slot) : new Step.AskProvider(slot);
      case 30 -> random.nextInt(2) == 0 ? new Step.Reconcile() : new Step.Remind(slot);
      default -> new Step.Settle();
    };
  }

  /** In the end all is told, no order is open and every stay is over. */
  private static List<List<Step>> ending(int stays) {
    return List.of(
        forEach(stays, Step.LetCallbacksArrive::new),
        forEach(stays, slot -> new Step.PassDeadline(slot, 0)),
        forEach(stays, Step.PassStay::new),
        List.of(new Step.Reconcile(), new Step.Settle()));
  }

  private static List<Step> forEach(int stays, java.util.function.IntFunction<Step> step) {
    return IntStream.range(0, stays).mapToObj(step).toList();
  }

  /** A line for each burst. */
  String told() {
    return bursts.stream()
        .map(burst -> burst.stream().map(Step::toString).collect(Collectors.joining(" | ")))
        .collect(Collectors.joining("\n  ", "seed %d:\n  ".formatted(seed), ""));
  }
}
