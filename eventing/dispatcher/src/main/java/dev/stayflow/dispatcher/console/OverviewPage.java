package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.MinuteStats;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** How everything stands. */
@Controller
final class OverviewPage {
  private static final int DAYS = 90;
  private static final Set<String> CHARTS = Set.of("attempts", "lateness");

  private final Inspector inspector;
  private final QueueTable queues;
  private final JsonMapper json;

  OverviewPage(Inspector inspector, QueueTable queues, JsonMapper json) {
    this.inspector = inspector;
    this.queues = queues;
    this.json = json;
  }

  @GetMapping("/")
  String overview(
      @RequestParam(defaultValue = "name") String sort,
      @RequestParam(defaultValue = "false") boolean down,
      HttpServletRequest request,
      Model model) {
    var table = queues.read("/", sort, down);
    model.addAttribute("queues", table);
    if (!Htmx.target(request).equals("queue-table")) {
      var minutes = minutes();
      model.addAttribute("tiles", Tiles.of(table.rows(), minutes.values()));
      model.addAttribute("charts", charts(table, minutes));
    }
    return "overview";
  }

  @GetMapping("/queues")
  String queues(
      @RequestParam(defaultValue = "name") String sort,
      @RequestParam(defaultValue = "false") boolean down,
      Model model) {
    model.addAttribute("queues", queues.read("/queues", sort, down));
    return "queues";
  }

  private Map<String, List<MinuteStats>> minutes() {
    var minutes = new TreeMap<String, List<MinuteStats>>();
    inspector
        .queues()
        .forEach(name -> minutes.put(name, inspector.minutes(name, ChartSpan.HOUR.length())));
    return minutes;
  }

  private List<MetricsPage.Drawn> charts(
      QueueTable.View table, Map<String, List<MinuteStats>> minutes) {
    var charts = new ArrayList<Chart>();
    charts.add(SizeChart.of(table.rows()));
    new MetricsCharts(minutes, ChartSpan.HOUR)
        .all().stream().filter(chart -> CHARTS.contains(chart.id())).forEach(charts::add);
    var days =
        minutes.keySet().stream().flatMap(name -> inspector.history(name, DAYS).stream()).toList();
    charts.add(DayChart.of(days));
    return charts.stream()
        .map(chart -> new MetricsPage.Drawn(chart, json.writeValueAsString(chart)))
        .toList();
  }
}
