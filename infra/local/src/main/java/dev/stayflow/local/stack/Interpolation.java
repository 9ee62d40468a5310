package dev.stayflow.local.stack;

import dev.stayflow.local.manifests.Section;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ${NAME:-default}} and {@code $$} in the values of a Compose file, as Compose fills them.
 */
record Interpolation(Map<String, String> caller) {
  private static final Pattern DOLLAR =
      Pattern.compile("\\$(?:\\$|\\{([A-Za-z_][A-Za-z0-9_]*):-([^}]*)}|)");

  /** Fills in the value of a field; what it does not understand is a problem of that field. */
  String fill(Section section, String field, String value) {
    return DOLLAR
        .matcher(value)
        .replaceAll(found -> Matcher.quoteReplacement(replacement(section, field, found)));
  }

  private String replacement(Section section, String field, MatchResult found) {
    if (found.group().equals("$$")) {
      return "$";
    }
    if (found.group(1) == null) {
      section.problem(field, "write ${NAME:-default}, or $$ for a dollar sign");
      return "";
    }
    var value = caller.getOrDefault(found.group(1), "");
    return value.isEmpty() ? found.group(2) : value;
  }
}
