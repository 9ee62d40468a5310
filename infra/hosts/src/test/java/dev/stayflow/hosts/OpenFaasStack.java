package dev.stayflow.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What infra/openfaas/stack.yml says of functions; its form is a test's of that module. */
final class OpenFaasStack {
  private static final Pattern FUNCTION = Pattern.compile("  ([a-z-]+):");
  private static final Pattern VARIABLE =
      Pattern.compile("      ([A-Z][A-Z0-9_]*): \"?([^\"]*)\"?");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Z0-9_]+(?::-([^}]*))?}");

  private OpenFaasStack() {}

  /** A function's environment with the defaults of the stack. */
  static Map<String, String> environment(String function) {
    var environment = new LinkedHashMap<String, String>();
    String current = "";
    for (String line : lines()) {
      Matcher begins = FUNCTION.matcher(line);
      Matcher variable = VARIABLE.matcher(line);
      if (begins.matches()) {
        current = begins.group(1);
      } else if (current.equals(function) && variable.matches()) {
        environment.put(variable.group(1), withDefaults(variable.group(2)));
      }
    }
    if (environment.isEmpty()) {
      throw new AssertionError("infra/openfaas/stack.yml has no settings of " + function);
    }
    return environment;
  }

  private static String withDefaults(String value) {
    return PLACEHOLDER
        .matcher(value)
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group(1) == null ? "" : found.group(1)));
  }

  private static Iterable<String> lines() {
    try {
      return Files.readAllLines(Repository.ROOT.resolve("infra/openfaas/stack.yml"));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
