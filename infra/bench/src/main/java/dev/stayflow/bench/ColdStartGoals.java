package dev.stayflow.bench;

import java.util.Locale;

/** What a function's start should come to, as comments below its figures; nothing fails by it. */
final class ColdStartGoals {
  private ColdStartGoals() {}

  static void tell(String function, Report report) {
    var figures = "coldstart." + function + ".";
    atMost(report, figures + "ms", 250, "ms");
    atLeast(report, figures + "ratio", 10, "x");
    atMost(report, figures + "one_core.ms", 450, "ms");
    atMost(report, figures + "rss_mb", 90, "MB");
  }

  private static void atMost(Report report, String name, double goal, String unit) {
    var value = report.value(name);
    say(report, name, value, value <= goal, "<= %.0f %s".formatted(goal, unit));
  }

  private static void atLeast(Report report, String name, double goal, String unit) {
    var value = report.value(name);
    say(report, name, value, value >= goal, ">= %.0f %s".formatted(goal, unit));
  }

  private static void say(Report report, String name, double value, boolean met, String goal) {
    report.comment(
        String.format(
            Locale.ROOT, "  goal %s %s: %s, %.1f", name, goal, met ? "met" : "missed", value));
  }
}
