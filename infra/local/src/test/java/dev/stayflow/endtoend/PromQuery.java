package dev.stayflow.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a query in Prometheus's language asks for: which series, and which labels of them it sums,
 * joins and shows by. It knows as much of the language as our dashboards and rules use.
 *
 * @param groupings the labels in {@code by (...)} and {@code on (...)}
 */
record PromQuery(String text, List<Selector> selectors, Set<String> groupings) {
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
  private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(\\{[^}]*})?(?!\\s*\\(|[a-zA-Z0-9_])");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "on", "bool");

  /** Series of one metric. */
  record Selector(String metric, List<Condition> conditions) {
    /** Whether a series is asked for, by its labels. */
    boolean takes(Exposition.Series series) {
      return series.metric().equals(metric)
          && conditions.stream().allMatch(condition -> condition.holds(series));
    }
  }

  /** What a label has to be. */
  record Condition(String label, String operator, String value) {
    boolean holds(Exposition.Series series) {
      var actual = series.labels().getOrDefault(label, "");
      return switch (operator) {
        case "=" -> actual.equals(value);
        case "!=" -> !actual.equals(value);
        case "=~" -> actual.matches(value);
        default -> !actual.matches(value);
      };
    }
  }

  /** Reads a query; Grafana's variables stand for everything there is. */
  static PromQuery read(String query) {
    var text = query.replace("$__rate_interval", "1m").replaceAll("\\$[a-z]+", ".*");
    var groupings =
        GROUPING
            .matcher(text)
            .results()
            .flatMap(found -> Pattern.compile("\\s*,\\s*").splitAsStream(found.group(1).strip()))
            .collect(Collectors.toCollection(TreeSet::new));
    var rest = RANGE.matcher(GROUPING.matcher(text).replaceAll(" ")).replaceAll("");
    var selectors = new ArrayList<Selector>();
    Matcher found = SELECTOR.matcher(rest);
    while (found.find()) {
      var number = found.start() > 0 && Character.isDigit(rest.charAt(found.start() - 1));
      if (!number && !WORDS.contains(found.group(1))) {
        selectors.add(new Selector(found.group(1), conditions(found.group(2))));
      }
    }
    return new PromQuery(text, selectors, groupings);
  }

  private static List<Condition> conditions(String braces) {
    return LABEL
        .matcher(braces == null ? "" : braces)
        .results()
        .map(label -> new Condition(label.group(1), label.group(2), label.group(3)))
        .toList();
  }

  /** What of the query is nowhere among the series. */
  List<String> missing(List<Exposition.Series> series) {
    var missing = new ArrayList<String>();
    var labels = new TreeSet<String>();
    if (selectors.isEmpty()) {
      missing.add("it asks for nothing");
    }
    for (var selector : selectors) {
      var taken = series.stream().filter(selector::takes).toList();
      if (taken.isEmpty()) {
        missing.add("no series is " + selector);
      }
      taken.forEach(one -> labels.addAll(one.labels().keySet()));
    }
    for (var grouping : groupings) {
      if (!labels.contains(grouping)) {
        missing.add("none of its series has the label " + grouping);
      }
    }
    return missing;
  }
}
