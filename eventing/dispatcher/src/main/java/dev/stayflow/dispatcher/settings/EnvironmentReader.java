package dev.stayflow.dispatcher.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads typed values from environment variables; collects what is wrong with them. */
public final class EnvironmentReader {
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  public EnvironmentReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /** What is wrong with those that were read until now. */
  public List<String> problems() {
    return problems;
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidSettings with all problems, if there are any
   */
  public void finish() {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }

  /** Notes what is wrong with something that a variable names. */
  public void note(String problem) {
    problems.add(problem);
  }

  /** Notes that a variable is wrong. */
  public void reject(String name, String expected) {
    problems.add(name + " must be " + expected);
  }

  /** Whether a variable is there, be it empty. */
  public boolean isNamed(String name) {
    return environment.containsKey(name);
  }

  /** Absent when not set or blank. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /**
   * Absent when not set, or not readable.
   *
   * @param reading throws an IllegalArgumentException that tells what is wrong
   */
  public <T> Optional<T> value(String name, Function<String, T> reading) {
    try {
      return text(name).map(reading);
    } catch (IllegalArgumentException e) {
      problems.add(name + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** A whole number within limits. */
  public int integer(String name, int otherwise, int least, int most) {
    var text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      var value = Integer.parseInt(text.get());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, as a number out of range is
    }
    reject(name, "a number from %d to %d, not \"%s\"".formatted(least, most, text.get()));
    return otherwise;
  }

  /** ISO 8601, longer than zero. */
  public Duration duration(String name, Duration otherwise) {
    var text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      var value = Duration.parse(text.get());
      if (value.isPositive()) {
        return value;
      }
    } catch (DateTimeParseException e) {
      // told below, as a duration that is not positive is
    }
    reject(name, "a positive ISO 8601 duration such as PT20S, not \"%s\"".formatted(text.get()));
    return otherwise;
  }

  /** One of the names of an enum, in any case. */
  public <E extends Enum<E>> E choice(String name, E otherwise) {
    var text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    var type = otherwise.getDeclaringClass();
    for (var value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text.get())) {
        return value;
      }
    }
    reject(name, "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT));
    return otherwise;
  }

  /** {@code true} or {@code false}; false when not set. */
  public boolean flag(String name) {
    var text = text(name).orElse("false");
    if (!text.equals("true") && !text.equals("false")) {
      reject(name, "true or false, not \"%s\"".formatted(text));
    }
    return text.equals("true");
  }

  /** Values between commas. */
  public List<String> list(String name, String otherwise) {
    return Arrays.stream(text(name).orElse(otherwise).split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /**
   * Values between commas, and those of the file that {@code <name>_FILE} names: one a line, blank
   * lines and those that begin with {@code #} left out.
   */
  public List<String> entries(String name) {
    var entries = new ArrayList<>(list(name, ""));
    text(name + "_FILE").ifPresent(file -> entries.addAll(lines(name + "_FILE", file)));
    return entries;
  }

  private List<String> lines(String name, String file) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      reject(name, "a file that can be read, not \"%s\"".formatted(file));
      return List.of();
    }
  }

  /** An http or https URL; absent when not set. */
  public Optional<URI> destination(String name) {
    var text = text(name);
    var destination = text.flatMap(HttpUrl::parse);
    if (text.isPresent() && destination.isEmpty()) {
      reject(name, "an http or https URL, not \"%s\"".formatted(text.get()));
    }
    return destination;
  }

  /**
   * {@code type=URL} between commas.
   *
   * @param nothing what may stand in place of a URL; types with it are left out
   */
  public Map<String, URI> destinations(String name, String nothing) {
    var table = new LinkedHashMap<String, URI>();
    for (var entry : list(name, "")) {
      var parts = entry.split("=", 2);
      if (isFor(parts, nothing)) {
        continue;
      }
      var destination = parts.length == 2 ? HttpUrl.parse(parts[1].strip()) : Optional.<URI>empty();
      destination.ifPresentOrElse(
          url -> table.put(parts[0].strip(), url),
          () ->
              reject(
                  name,
                  "type=URL or type=%s between commas, not \"%s\"".formatted(nothing, entry)));
    }
    return table;
  }

  /** The left sides of those entries of {@code type=URL} that have this in place of a URL. */
  public Set<String> namesOf(String name, String nothing) {
    return list(name, "").stream()
        .map(entry -> entry.split("=", 2))
        .filter(parts -> isFor(parts, nothing))
        .map(parts -> parts[0].strip())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isFor(String[] parts, String value) {
    return parts.length == 2 && parts[1].strip().equals(value);
  }
}
