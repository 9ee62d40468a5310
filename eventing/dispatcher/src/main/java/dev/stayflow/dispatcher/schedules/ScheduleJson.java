package dev.stayflow.dispatcher.schedules;

import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Writes a schedule as it is read. */
final class ScheduleJson {
  static final JsonMapper JSON = JsonMapper.shared();

  private static final Pattern JSON_TYPE =
      Pattern.compile("(?i)[^/]+/(json|[^;]+\\+json)\\s*(;.*)?");

  private ScheduleJson() {}

  static ObjectNode of(ScheduledEvent schedule) {
    var json = JSON.createObjectNode();
    json.put("id", schedule.id());
    json.put("cron", schedule.cron());
    json.put("timeZone", schedule.timeZone());
    json.put("whenMissed", schedule.whenMissed().name().toLowerCase(Locale.ROOT));
    if (!schedule.note().isEmpty()) {
      json.put("note", schedule.note());
    }
    schedule.paused().ifPresent(paused -> json.put("paused", paused));
    json.put("queue", schedule.queue());
    schedule.deliverTo().ifPresent(url -> json.put("deliverTo", url));
    schedule.retries().ifPresent(retries -> json.put("retries", retries));
    schedule.timeout().ifPresent(timeout -> json.put("timeout", timeout.toString()));
    json.put("retention", schedule.retention().toString());
    json.set("event", event(schedule.event()));
    return json;
  }

  private static ObjectNode event(ScheduledEvent.Content event) {
    var json = JSON.createObjectNode();
    json.put("type", event.type());
    json.put("source", event.source());
    event.subject().ifPresent(subject -> json.put("subject", subject));
    event.dataContentType().ifPresent(type -> json.put("datacontenttype", type));
    event.data().ifPresent(data -> json.set("data", data(event, data)));
    if (!event.extensions().isEmpty()) {
      json.set("extensions", JSON.valueToTree(event.extensions()));
    }
    return json;
  }

  /** JSON as what it is, unless it is a text, which would be read as it stands. */
  private static JsonNode data(ScheduledEvent.Content event, String text) {
    if (event.dataContentType().filter(ScheduleJson::isJson).isPresent()) {
      try {
        var data = JSON.readTree(text);
        return data.isString() || data.isNull() ? StringNode.valueOf(text) : data;
      } catch (JacksonException e) {
        return StringNode.valueOf(text);
      }
    }
    return StringNode.valueOf(text);
  }

  static boolean isJson(String contentType) {
    return JSON_TYPE.matcher(contentType).matches();
  }
}
