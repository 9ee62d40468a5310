package dev.stayflow.dispatcher.console;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.stayflow.dispatcher.schedules.FieldProblem;
import dev.stayflow.dispatcher.schedules.ScheduledEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schedule of events as fields of text, which are named as its JSON has them; those of the event
 * begin with {@code event.}.
 */
record ScheduleForm(Map<String, String> fields) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String EVENT = "event.";
  private static final String EXTENSIONS = "extensions";

  private static final List<String> OF_SCHEDULE =
      List.of(
          "id",
          "cron",
          "timeZone",
          "whenMissed",
          "note",
          "queue",
          "deliverTo",
          "retries",
          "timeout",
          "retention");

  private static final List<String> OF_EVENT =
      List.of("type", "source", "subject", "datacontenttype", "data");

  /** What somebody begins with. */
  static ScheduleForm blank() {
    return new ScheduleForm(
        Map.of(
            "timeZone", "UTC",
            "whenMissed", "once",
            "queue", "default",
            "event.datacontenttype", "application/json"));
  }

  static ScheduleForm of(ScheduledEvent event) {
    var json = event.json();
    var fields = new HashMap<String, String>();
    OF_SCHEDULE.forEach(name -> fields.put(name, json.path(name).asString("")));
    OF_EVENT.forEach(name -> fields.put(EVENT + name, json.path("event").path(name).asString("")));
    fields.put(EVENT + "data", event.event().data().orElse(""));
    fields.put(
        EXTENSIONS,
        event.event().extensions().entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .sorted()
            .collect(joining("\n")));
    return new ScheduleForm(fields);
  }

  /** What is wrong with each field. */
  static Map<String, String> byField(List<FieldProblem> problems) {
    return problems.stream()
        .collect(
            groupingBy(
                problem ->
                    problem.field().startsWith(EVENT + EXTENSIONS) ? EXTENSIONS : problem.field(),
                mapping(FieldProblem::detail, joining("; "))));
  }

  /** A field, empty when it is not there. */
  public String text(String name) {
    return fields.getOrDefault(name, "");
  }

  /** As {@link dev.stayflow.dispatcher.schedules.ScheduledEventReader} reads it. */
  ObjectNode json() {
    var json = JSON.createObjectNode();
    OF_SCHEDULE.forEach(name -> json.put(name, text(name).strip()));
    var event = json.putObject("event");
    OF_EVENT.forEach(name -> event.put(name, text(EVENT + name)));
    var extensions = event.putObject(EXTENSIONS);
    text(EXTENSIONS)
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split("=", 2))
        .forEach(pair -> extensions.put(pair[0].strip(), pair.length == 2 ? pair[1].strip() : ""));
    return json;
  }
}
