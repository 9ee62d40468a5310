package dev.stayflow.openfaas;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${NAME}} and {@code ${NAME:-default}} from an environment, as faas-cli does; of
 * the other forms that it knows none is needed.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::-([^}]*))?}");

  private final Map<String, String> environment;
  private final Set<String> empty = new TreeSet<>();

  Placeholders(Map<String, String> environment) {
    this.environment = environment;
  }

  String fillIn(String text) {
    var filled = new StringBuilder();
    Matcher found = PLACEHOLDER.matcher(text);
    int end = 0;
    while (found.find()) {
      filled.append(plain(text.substring(end, found.start())));
      filled.append(value(found.group(1), found.group(2)));
      end = found.end();
    }
    return filled.append(plain(text.substring(end))).toString();
  }

  /** What has neither a value nor a default. */
  Set<String> empty() {
    return empty;
  }

  private String value(String name, String otherwise) {
    String value = environment.getOrDefault(name, "");
    if (value.contains("$")) {
      // faas-cli would fill in what was filled in.
      throw new StackFailure(name + ": a value must not have a '$'");
    }
    if (!value.isEmpty() || otherwise != null) {
      return value.isEmpty() ? otherwise : value;
    }
    empty.add(name);
    return "";
  }

  private static String plain(String text) {
    if (text.contains("$")) {
      throw new StackFailure(
          "'%s': expected ${NAME} or ${NAME:-default} where a '$' is".formatted(text));
    }
    return text;
  }
}
