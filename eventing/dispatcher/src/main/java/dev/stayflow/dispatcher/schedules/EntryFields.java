package dev.stayflow.dispatcher.schedules;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one object, typed; notes what is wrong with them. A blank text is no text: forms
 * send such.
 */
final class EntryFields {
  private final JsonNode object;
  private final String prefix;
  private final List<FieldProblem> problems;

  /**
   * The fields of an object.
   *
   * @param prefix of their names, as in {@code event.type}
   * @param known names of all that it may have
   */
  EntryFields(JsonNode object, String prefix, List<String> known, List<FieldProblem> problems) {
    this.object = object;
    this.prefix = prefix;
    this.problems = problems;
    object.propertyNames().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> reject(name, "is no field; there are " + String.join(", ", known)));
  }

  void reject(String name, String detail) {
    problems.add(new FieldProblem(prefix + name, detail));
  }

  JsonNode node(String name) {
    return object.path(name);
  }

  Optional<String> text(String name) {
    var node = node(name);
    if (node.isContainer()) {
      reject(name, "must be a text");
      return Optional.empty();
    }
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(node.asString()).filter(text -> !text.isBlank());
  }

  String required(String name) {
    var text = text(name);
    if (text.isEmpty() && !node(name).isContainer()) {
      reject(name, "is required");
    }
    return text.orElse("");
  }

  /**
   * A text that means something.
   *
   * @param reading throws an exception of the kind that the JDK's parsers throw
   */
  <T> Optional<T> value(String name, String expected, Function<String, T> reading) {
    var text = text(name);
    try {
      return text.map(reading);
    } catch (DateTimeException | IllegalArgumentException e) {
      reject(name, "must be %s, not \"%s\"".formatted(expected, text.orElse("")));
      return Optional.empty();
    }
  }

  Optional<Duration> duration(String name) {
    return value(name, "an ISO 8601 duration such as PT30S", Duration::parse);
  }

  /** An object of texts. */
  Map<String, String> texts(String name) {
    var node = node(name);
    var texts = new TreeMap<String, String>();
    if (node.isObject()) {
      for (var field : node.properties()) {
        if (field.getValue().isContainer() || field.getValue().isNull()) {
          reject(name + "." + field.getKey(), "must be a text, number or boolean");
        } else {
          texts.put(field.getKey(), field.getValue().asString());
        }
      }
    } else if (!node.isMissingNode() && !node.isNull()) {
      reject(name, "must have names and values");
    }
    return texts;
  }
}
