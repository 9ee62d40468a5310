package dev.stayflow.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The lines that a run prints: {@code name value unit}, and comments that begin with {@code #}.
 * They are printed as they come, so that a run that breaks off has told what it knew.
 */
final class Report {
  private final PrintStream out;
  private final PrintStream progress;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private String variant = "";

  Report(PrintStream out, PrintStream progress) {
    this.out = out;
    this.progress = progress;
  }

  /** From now on {@code engine.x} is called {@code engine.<variant>.x}. */
  void variant(String name) {
    variant = name;
  }

  void figure(String name, double value, String unit) {
    var full = full(name);
    figures.put(full, value);
    line("%s %s %s".formatted(full, number(value), unit));
  }

  /** The median of the rounds, and in a comment how far they lie apart. */
  void figure(String name, Samples samples, String unit) {
    figure(name, samples.median(), unit);
    comment(
        "  %d round%s from %s to %s"
            .formatted(
                samples.sorted().size(),
                samples.sorted().size() == 1 ? "" : "s",
                number(samples.least()),
                number(samples.most())));
  }

  void comment(String text) {
    line("# " + text);
  }

  /** For the person who waits; no part of the report. */
  void progress(String text) {
    progress.println(text);
  }

  /** A figure printed before. */
  double value(String name) {
    var value = figures.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " was not measured");
    }
    return value;
  }

  /** A figure printed before under this variant. */
  double latest(String name) {
    return value(full(name));
  }

  private String full(String name) {
    return variant.isEmpty() ? name : name.replaceFirst("\\.", "." + variant + ".");
  }

  void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    progress.println("Written to " + file);
  }

  private void line(String line) {
    lines.add(line);
    out.println(line);
    out.flush();
  }

  private static String number(double value) {
    var whole = Math.abs(value) >= 100 || value == Math.rint(value);
    return String.format(Locale.ROOT, whole ? "%.0f" : "%.2f", value);
  }
}
