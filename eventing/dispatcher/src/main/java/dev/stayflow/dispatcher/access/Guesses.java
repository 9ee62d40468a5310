package dev.stayflow.dispatcher.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after five wrong passwords a name has to wait, longer with each further one,
 * a minute at most, so that nobody can lock somebody else out for long. Counted in this process
 * alone.
 */
final class Guesses {
  private static final int FREE = 5;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final int MOST_NAMES = 10_000;

  private record Failures(int count, Instant waitUntil) {}

  private final InstantSource clock;
  private final Map<String, Failures> byName =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > MOST_NAMES;
        }
      };

  Guesses(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Whether a password may be tried now. If so, it counts as wrong until {@link #right}: otherwise
   * those who try many at once would all be let through before the first was found wrong.
   */
  synchronized boolean mayTry(String name) {
    var before = byName.get(name);
    var now = clock.instant();
    if (before != null && now.isBefore(before.waitUntil())) {
      return false;
    }
    var count = before == null ? 1 : before.count() + 1;
    byName.put(name, new Failures(count, now.plus(wait(count))));
    return true;
  }

  synchronized void right(String name) {
    byName.remove(name);
  }

  private static Duration wait(int count) {
    if (count < FREE) {
      return Duration.ZERO;
    }
    var doubled = Duration.ofSeconds(1L << Math.min(count - FREE, 10));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }
}
