package dev.stayflow.delayedtasks;

import dev.stayflow.delayedtasks.Step.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Sequences of few tasks, workers, keys and groups, so that they meet; in some nobody interferes
 * with the work, so that there is more of it.
 */
final class RandomSteps {
  private static final int HOUR_MILLIS = 3_600_000;
  private static final int WORKERS = 3;
  private static final List<String> ALLOWED = List.of("w", "wg", "a", "c", "wgac", "wac");
  private static final List<String> SETTINGS =
      List.of(
          "paused", "in-flight", "rate", "key-limit", "key-limit", "archive-most", "archive-for");
  private static final List<String> ENDINGS =
      List.of("done", "retry", "retry", "later", "archive", "revoke", "release");

  private final Random random;
  private final boolean keyed;
  private final boolean grouped;
  private final boolean calm;
  private final int ids;

  RandomSteps(long seed) {
    this.random = new Random(seed);
    this.keyed = random.nextInt(10) < 7;
    this.grouped = random.nextInt(10) < 5;
    this.calm = random.nextInt(4) == 0;
    this.ids = calm ? 20 : 8;
  }

  List<Step> take(int count) {
    return IntStream.range(0, count).mapToObj(i -> next()).toList();
  }

  private Step next() {
    var what = random.nextInt(calm ? 60 : 100);
    if (what < 25) {
      return new Step.Enqueue(
          IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(i -> fresh()).toList());
    } else if (what < 50) {
      return new Step.Exchange(worker(), random.nextInt(3), random.nextInt(4), brief(30));
    } else if (what < 62) {
      return new Step.Finish(
          worker(), 1 + random.nextInt(2), one(ENDINGS), one(List.of(Span.values())));
    } else if (what < 80) {
      return byPeople();
    } else if (what < 88) {
      return new Step.Configure(one(SETTINGS), setting());
    } else if (what < 94 && grouped) {
      return random.nextInt(3) > 0
          ? new Step.Collect(
              worker(), brief(50), one(List.of(Span.values())), 1 + random.nextInt(3), brief(30))
          : new Step.Combine(worker(), "c" + random.nextInt(3), due());
    } else if (what < 96) {
      return new Step.Renew(worker(), brief(50));
    } else if (what < 98) {
      return new Step.Tidy(random.nextBoolean() ? 1 : 500);
    } else {
      return random.nextBoolean() ? new Step.Progress(worker()) : new Step.Look(id());
    }
  }

  private Step byPeople() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Step.Cancel(id(), one(List.of(Span.values())));
      case 2, 3 -> new Step.Schedule(ids(), due(), one(ALLOWED));
      case 4 -> new Step.Update(id(), random.nextInt(4) == 0);
      case 5 -> new Step.Remove(ids(), one(ALLOWED));
      case 6 -> new Step.Shelve(ids());
      case 7 -> new Step.PutArchived(id());
      default -> new Step.Look(id());
    };
  }

  private Step.Fresh fresh() {
    return new Step.Fresh(
        id(),
        due(),
        keyed && random.nextInt(4) > 0 ? one(List.of("a", "b", "c")) : "",
        grouped && random.nextInt(3) == 0 ? one(List.of("g", "h")) : "",
        random.nextInt(4) == 0 ? one(List.of("l", "m")) : "",
        brief(30),
        one(List.of(Span.values())),
        one(List.of(Span.values())),
        random.nextBoolean());
  }

  /** Empty takes it away, which is as likely as the values together. */
  private String setting() {
    return one(List.of("", "", "", "1", "1", "2"));
  }

  /** Some of the past, different ones; now; or far from now. */
  private long due() {
    return switch (random.nextInt(5)) {
      case 0, 1 -> -HOUR_MILLIS - random.nextInt(5);
      case 2 -> HOUR_MILLIS + random.nextInt(5);
      default -> 0;
    };
  }

  private Span brief(int percent) {
    return random.nextInt(100) < percent ? Span.BRIEF : Span.LONG;
  }

  private int worker() {
    return random.nextInt(WORKERS);
  }

  private String id() {
    return "t" + random.nextInt(ids);
  }

  private List<String> ids() {
    var ids = new ArrayList<String>();
    for (var i = 0; i <= random.nextInt(3); i++) {
      ids.add(id());
    }
    return ids.stream().distinct().toList();
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
