package dev.stayflow.runtime;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads typed settings from environment variables, or from files that they name, and collects what
 * is missing or wrong, so that all of it can be reported at once.
 *
 * <p>A setting that is wrong is answered with a stand-in, which is never used: the process does not
 * start. {@code NAME_FILE} names a file that holds the value of {@code NAME}. A variable that is
 * set to nothing or to blanks counts as not set. A setting whose name ends in PASSWORD, SECRET or
 * TOKEN, and one that comes from a file, is a secret, and its value is never shown.
 */
public final class Settings {
  private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN)");
  private static final Pattern CREDENTIALS = Pattern.compile("(?<=//)[^/@]*@|(?<=password=)[^&]*");

  private static final int LONGEST_SHOWN = 200;

  private final SettingValues values;
  private final Map<String, String> effective = new TreeMap<>();
  private final Set<String> problems = new LinkedHashSet<>();

  Settings(Map<String, String> environment) {
    this.values = new SettingValues(environment);
  }

  /** A text that must be set. */
  public String text(String name) {
    return required(name, "a text", "");
  }

  /** A text, or the default when it is not set. */
  public String text(String name, String otherwise) {
    return parsed(name, "a text", otherwise, text -> text);
  }

  /** A text, or nothing when it is not set. */
  public Optional<String> optional(String name) {
    Optional<String> value = value(name);
    note(name, value.orElse("not set"));
    return value;
  }

  /** A whole number between {@code least} and {@code most}, both included. */
  public int integer(String name, int otherwise, int least, int most) {
    String expected = "a whole number from %d to %d".formatted(least, most);
    int number = parsed(name, expected, otherwise, Integer::parseInt);
    if (number < least || number > most) {
      reject(name, expected);
      return otherwise;
    }
    return number;
  }

  /** A positive ISO 8601 duration such as {@code PT20S}. */
  public Duration duration(String name, Duration otherwise) {
    String expected = "a positive ISO 8601 duration such as " + otherwise;
    Duration duration = parsed(name, expected, otherwise, Duration::parse);
    if (!duration.isPositive()) {
      reject(name, expected);
      return otherwise;
    }
    return duration;
  }

  /** A time zone of the tz database such as {@code Asia/Shanghai}. */
  public ZoneId zone(String name, ZoneId otherwise) {
    return parsed(name, "a time zone such as Asia/Shanghai", otherwise, ZoneId::of);
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String name, boolean otherwise) {
    return parsed(name, "true or false", otherwise, Settings::parseFlag);
  }

  /** One of an enum's constants, written in any case. */
  public <E extends Enum<E>> E choice(String name, E otherwise) {
    Class<E> type = otherwise.getDeclaringClass();
    String expected =
        "one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT);
    return parsed(
        name, expected, otherwise, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  /** An absolute http or https URL that must be set. */
  public URI uri(String name) {
    String expected = "an absolute http or https URL";
    String text = required(name, expected, "");
    return text.isEmpty()
        ? URI.create("http://unset.invalid")
        : parsed(name, expected, URI.create("http://unset.invalid"), Settings::parseUri);
  }

  /** An absolute http or https URL, or the default when it is not set. */
  public URI uri(String name, URI otherwise) {
    return parsed(name, "an absolute http or https URL", otherwise, Settings::parseUri);
  }

  /** An absolute http or https URL, or nothing when it is not set. */
  public Optional<URI> optionalUri(String name) {
    return optional(name).map(text -> uri(name));
  }

  /**
   * Reports a setting that the caller found to be wrong by a rule of its own.
   *
   * @param expected what it should have been, without the value itself
   */
  public void reject(String name, String expected) {
    if (values.problem(name).isPresent()) {
      return; // told already, and why there is no value, or which one is meant
    }
    String found =
        value(name)
            .map(value -> isSecret(name) ? "its value (not shown)" : "'" + shown(name, value) + "'")
            .map(value -> value + " is not right")
            .orElse("not set");
    problem("%s: %s; expected %s".formatted(name, found, expected));
  }

  /** Reports what is wrong in words of the caller's own, starting with the variable's name. */
  void problem(String line) {
    problems.add(line);
  }

  /** All variables of that prefix as they are. */
  Map<String, String> startingWith(String prefix) {
    return values.startingWith(prefix);
  }

  /** What the process runs with, by name, secrets hidden. */
  Map<String, String> effective() {
    return Collections.unmodifiableMap(new TreeMap<>(effective));
  }

  /** Throws all problems found so far, if there are any. */
  void check() throws InvalidSettings {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(List.copyOf(problems));
    }
  }

  private String required(String name, String expected, String standIn) {
    Optional<String> value = value(name);
    if (value.isEmpty()) {
      reject(name, expected);
    }
    note(name, value.orElse("not set"));
    return value.orElse(standIn);
  }

  private <T> T parsed(String name, String expected, T otherwise, Function<String, T> parse) {
    Optional<String> value = value(name);
    note(name, value.orElse(String.valueOf(otherwise)));
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      return parse.apply(value.get());
    } catch (IllegalArgumentException | DateTimeException wrong) {
      reject(name, expected);
      return otherwise;
    }
  }

  private Optional<String> value(String name) {
    values.problem(name).ifPresent(this::problem);
    return values.of(name);
  }

  private void note(String name, String value) {
    effective.put(name, shown(name, value));
  }

  private String shown(String name, String value) {
    if (isSecret(name) && value(name).isPresent()) {
      return "(secret)";
    }
    String open = CREDENTIALS.matcher(value).replaceAll("***");
    return open.length() > LONGEST_SHOWN ? open.substring(0, LONGEST_SHOWN) + "..." : open;
  }

  private boolean isSecret(String name) {
    return SECRET.matcher(name).matches() || values.isFromFile(name);
  }

  private static boolean parseFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static URI parseUri(String text) {
    try {
      URI uri = new URI(text);
      if (!List.of("http", "https").contains(uri.getScheme()) || uri.getHost() == null) {
        throw new IllegalArgumentException(text);
      }
      return uri;
    } catch (URISyntaxException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }
}
