package dev.stayflow.dispatcher.schedules;

import dev.stayflow.dispatcher.event.Attribute;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a schedule delivers: {@code type, source, subject, datacontenttype, data, extensions}.
 * Data that is a text is taken as it stands; anything else becomes JSON.
 */
final class ContentReader {
  private static final String EVENT = "event";
  private static final String SOURCE = "/dispatcher/schedules";
  private static final String JSON_TYPE = "application/json";
  private static final String TEXT_TYPE = "text/plain";
  private static final int MOST_BYTES = 64 * 1024;
  private static final List<String> FIELDS =
      List.of("type", "source", "subject", "datacontenttype", "data", "extensions");
  private static final Set<String> NO_EXTENSIONS =
      Set.of(
          "specversion",
          "id",
          "source",
          "type",
          "subject",
          "time",
          "dataschema",
          "datacontenttype",
          "data");

  private ContentReader() {}

  static ScheduledEvent.Content read(EntryFields entry, List<FieldProblem> problems) {
    var node = entry.node(EVENT);
    if (!node.isObject()) {
      entry.reject(EVENT, "is required, with fields: " + String.join(", ", FIELDS));
      return new ScheduledEvent.Content(
          "", SOURCE, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }
    var fields = new EntryFields(node, EVENT + ".", FIELDS, problems);
    var data = data(fields);
    return new ScheduledEvent.Content(
        type(fields),
        fields.text("source").orElse(SOURCE),
        fields.text("subject"),
        contentType(fields, data),
        data,
        extensions(fields));
  }

  private static String type(EntryFields fields) {
    var type = fields.required("type");
    if (type.startsWith(Attribute.RESERVED_TYPES)) {
      fields.reject("type", "must be a type outside of " + Attribute.RESERVED_TYPES);
    }
    return type;
  }

  private static Optional<String> data(EntryFields fields) {
    var node = fields.node("data");
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    var data = node.isString() ? node.asString() : node.toString();
    if (data.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      fields.reject("data", "has at most %d bytes".formatted(MOST_BYTES));
    }
    return Optional.of(data).filter(text -> !text.isEmpty());
  }

  private static Optional<String> contentType(EntryFields fields, Optional<String> data) {
    var node = fields.node("data");
    var type = fields.text("datacontenttype");
    if (type.isEmpty()) {
      return data.map(_ -> node.isString() ? TEXT_TYPE : JSON_TYPE);
    }
    var isJson = ScheduleJson.isJson(type.get());
    if (isJson && node.isString() && data.isPresent() && !isJson(data.get())) {
      fields.reject(
          "data",
          "is no JSON: write it without quotes around it, or take datacontenttype text/plain");
    }
    if (!isJson && data.isPresent() && !node.isString()) {
      fields.reject("data", "must be a text, for datacontenttype is " + type.get());
    }
    return type;
  }

  private static boolean isJson(String text) {
    try {
      JsonNode read = ScheduleJson.JSON.readTree(text);
      return !read.isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static Map<String, String> extensions(EntryFields fields) {
    var extensions = fields.texts("extensions");
    for (var name : extensions.keySet()) {
      if (NO_EXTENSIONS.contains(name)) {
        fields.reject("extensions." + name, "is no extension");
      } else if (name.startsWith(Attribute.PREFIX)) {
        fields.reject(
            "extensions." + name, "is for the dispatcher; there are fields for what it takes");
      }
    }
    return extensions;
  }
}
