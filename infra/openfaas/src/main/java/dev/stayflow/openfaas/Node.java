package dev.stayflow.openfaas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A part of a YAML file, read strictly: faas-cli ignores what it does not know, so that a misspelt
 * field is deployed without a word.
 *
 * @param place where it is, such as {@code stack.yml: functions.create-order}
 */
record Node(String place, @Nullable Object value) {
  static Node parse(String file, String text) {
    try {
      return new Node(
          file,
          new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
              .loadFromString(text));
    } catch (YamlEngineException wrong) {
      throw new StackFailure("%s is no YAML: %s".formatted(file, wrong.getMessage()));
    }
  }

  /** The members of a mapping that may have these alone; nothing of one that is left out. */
  Map<String, Node> members(Set<String> known) {
    Map<String, Node> members = members();
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw new StackFailure("%s: unknown field '%s'".formatted(place, name));
      }
    }
    return members;
  }

  Map<String, Node> members() {
    var members = new LinkedHashMap<String, Node>();
    if (value == null) {
      return members;
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new StackFailure(place + ": expected a mapping");
    }
    map.forEach(
        (name, member) ->
            members.put(
                String.valueOf(name),
                new Node(place + (place.endsWith(".yml") ? ": " : ".") + name, member)));
    return members;
  }

  /** The texts of a mapping; a number or a boolean that lacks its quotes is none. */
  Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    members().forEach((name, member) -> texts.put(name, member.text()));
    return texts;
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw new StackFailure(place + ": expected a text; put quotes around it");
  }

  boolean flag() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new StackFailure(place + ": expected true or false");
  }

  List<String> list() {
    return entries().stream().map(Node::text).toList();
  }

  /** A list of mappings to texts. */
  List<Map<String, String>> maps() {
    return entries().stream().map(Node::texts).toList();
  }

  private List<Node> entries() {
    if (!(value instanceof List<?> list)) {
      throw new StackFailure(place + ": expected a list");
    }
    return list.stream().map(entry -> new Node(place, entry)).toList();
  }
}
