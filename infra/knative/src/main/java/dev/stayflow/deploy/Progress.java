package dev.stayflow.deploy;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Tells the user what happens, with the time since the beginning. */
final class Progress {
  private final PrintWriter out;
  private final InstantSource clock;
  private final Instant began;

  Progress(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    this.began = clock.instant();
  }

  /** A line with the time in front. */
  void tell(String line) {
    out.printf(Locale.ROOT, "%7.1f s  %s%n", seconds(), line);
    out.flush();
  }

  /** A line without the time. */
  void say(String line) {
    out.println(line);
    out.flush();
  }

  double seconds() {
    return Duration.between(began, clock.instant()).toMillis() / 1000.0;
  }

  Instant now() {
    return clock.instant();
  }
}
