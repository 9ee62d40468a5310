package dev.stayflow.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What a process shows at {@code /metrics}, in Prometheus's text format. */
final class Exposition {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: \\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private Exposition() {}

  /** One series, with the labels that Prometheus adds. */
  record Series(String metric, Map<String, String> labels) {}

  /**
   * @param target the labels that Prometheus adds to all of it
   * @throws IllegalArgumentException when a line is no metric
   */
  static List<Series> read(String text, Map<String, String> target) {
    var series = new ArrayList<Series>();
    for (var line :
        text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList()) {
      var matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("no metric: " + line);
      }
      var labels = new TreeMap<>(target);
      LABEL
          .matcher(matcher.group(2) == null ? "" : matcher.group(2))
          .results()
          .forEach(label -> labels.put(label.group(1), label.group(2)));
      series.add(new Series(matcher.group(1), labels));
    }
    return series;
  }
}
