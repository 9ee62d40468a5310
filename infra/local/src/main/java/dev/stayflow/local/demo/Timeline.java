package dev.stayflow.local.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** What happened when; printed in the order of time, whoever told it first. */
final class Timeline {
  private record Entry(Instant at, String who, String what) {}

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  void add(Instant at, String who, String what) {
    entries.add(new Entry(at, who, what));
  }

  void print(PrintStream out, ZoneId zone) {
    var sorted = entries.stream().sorted(Comparator.comparing(Entry::at)).toList();
    if (sorted.isEmpty()) {
      return;
    }
    var began = sorted.getFirst().at();
    for (var entry : sorted) {
      out.printf(
          Locale.ROOT,
          "%s %+8.3f s  %-9s %s%n",
          LocalTime.ofInstant(entry.at(), zone).truncatedTo(ChronoUnit.SECONDS),
          Duration.between(began, entry.at()).toMillis() / 1000.0,
          entry.who(),
          entry.what());
    }
  }
}
