package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.MinuteStats;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** Charts of what the servers did. */
@Controller
final class MetricsPage {
  private static final int DAYS = 90;

  private final Inspector inspector;
  private final JsonMapper json;

  MetricsPage(Inspector inspector, JsonMapper json) {
    this.inspector = inspector;
    this.json = json;
  }

  /**
   * A chart and what the script is told of it.
   *
   * @param json of {@link Chart}
   */
  record Drawn(Chart chart, String json) {}

  @GetMapping("/q/metrics")
  String metrics(
      @RequestParam(defaultValue = "1h") String span,
      @RequestParam(defaultValue = "") String queue,
      Model model) {
    var chosen =
        ChartSpan.of(span)
            .orElseThrow(() -> new IllegalArgumentException("span is one of 15m, 1h, 6h, 24h"));
    var queues = inspector.queues();
    var some = queue.isEmpty() ? queues : List.of(queue);
    var minutes = new TreeMap<String, List<MinuteStats>>();
    some.forEach(name -> minutes.put(name, inspector.minutes(name, chosen.length())));

    model.addAttribute("queues", queues);
    model.addAttribute("queue", queue);
    model.addAttribute("span", chosen);
    model.addAttribute("spans", Arrays.asList(ChartSpan.values()));
    model.addAttribute("charts", drawn(new MetricsCharts(minutes, chosen).all()));
    model.addAttribute("days", drawn(List.of(days(some))));
    return "metrics";
  }

  private Chart days(List<String> queues) {
    return DayChart.of(
        queues.stream().flatMap(name -> inspector.history(name, DAYS).stream()).toList());
  }

  private List<Drawn> drawn(List<Chart> charts) {
    return charts.stream().map(chart -> new Drawn(chart, json.writeValueAsString(chart))).toList();
  }
}
