package dev.stayflow.manifests;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Filters of Triggers: one dialect each, attributes that events have, values that are text. */
final class Filters implements Check {
  /** Of CloudEvents, and those of our extensions that somebody may want to filter by. */
  private static final Set<String> ATTRIBUTES =
      new TreeSet<>(
          Set.of(
              "id",
              "source",
              "type",
              "subject",
              "time",
              "datacontenttype",
              "dataschema",
              "partitionkey"));

  private static final List<String> BY_ATTRIBUTES = List.of("exact", "prefix", "suffix");
  private static final List<String> OF_FILTERS = List.of("any", "all");

  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering
        .all(Kind.TRIGGER)
        .forEach(
            trigger -> {
              findings.check(
                  !trigger.at("/spec").has("filter"),
                  trigger,
                  "spec.filter",
                  "is the old way; write filters");
              findings.check(
                  trigger.at("/spec/filters").size() > 0,
                  trigger,
                  "spec.filters",
                  "lets every event through; name those that the subscriber takes");
              filters(trigger, "spec.filters", trigger.at("/spec/filters"), findings);
            });
  }

  private static void filters(Manifest in, String field, JsonNode list, Findings findings) {
    Indexed.of(list)
        .forEach(
            each -> filter(in, "%s[%d]".formatted(field, each.index()), each.node(), findings));
  }

  private static void filter(Manifest in, String field, JsonNode filter, Findings findings) {
    findings.check(
        filter.size() == 1,
        in,
        field,
        "must have exactly one of exact, prefix, suffix, any, all, not");
    for (var part : filter.properties()) {
      var name = part.getKey();
      var below = field + "." + name;
      if (BY_ATTRIBUTES.contains(name)) {
        findings.check(part.getValue().size() > 0, in, below, "names no attribute");
        part.getValue()
            .properties()
            .forEach(
                attribute ->
                    attribute(
                        in,
                        below + "." + attribute.getKey(),
                        attribute.getKey(),
                        attribute.getValue(),
                        findings));
      } else if (OF_FILTERS.contains(name)) {
        findings.check(part.getValue().size() > 0, in, below, "has no filter");
        filters(in, below, part.getValue(), findings);
      } else if (name.equals("not")) {
        filter(in, below, part.getValue(), findings);
      } else {
        findings.add(
            in,
            below,
            "is none of exact, prefix, suffix, any, all, not; cesql is not played by the local"
                + " stack");
      }
    }
  }

  private static void attribute(
      Manifest in, String field, String name, JsonNode value, Findings findings) {
    findings.check(
        ATTRIBUTES.contains(name),
        in,
        field,
        "is no attribute of our events; known: " + ATTRIBUTES);
    findings.check(
        value.isString() && !value.asString().isEmpty(),
        in,
        field,
        "must be text that is not empty");
  }
}
