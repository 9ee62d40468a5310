package dev.stayflow.local.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which events a Trigger takes. */
public sealed interface Filter {
  /** Every attribute has this value. */
  record Exact(Map<String, String> attributes) implements Filter {}

  /** Every attribute starts so. */
  record Prefix(Map<String, String> attributes) implements Filter {}

  /** Every attribute ends so. */
  record Suffix(Map<String, String> attributes) implements Filter {}

  /**
   * The legacy {@code filter.attributes}: as {@link Exact}, but an empty value matches anything,
   * missing too.
   */
  record Attributes(Map<String, String> attributes) implements Filter {}

  /** All of them match; none at all is everything. */
  record All(List<Filter> filters) implements Filter {}

  /** One of them matches. */
  record Any(List<Filter> filters) implements Filter {}

  /** It does not match. */
  record Not(Filter filter) implements Filter {}

  /**
   * Reads {@code filters}, or without them {@code filter}, of a Trigger's spec; neither is
   * everything.
   */
  static Filter read(Section spec) {
    List<Filter> filters = spec.sections("filters").stream().flatMap(f -> one(f).stream()).toList();
    Optional<Section> legacy = spec.optionalSection("filter").map(f -> f.section("attributes"));
    Filter attributes =
        legacy
            .<Filter>map(section -> new Attributes(attributes(section, true)))
            .orElse(new All(List.of()));
    return filters.isEmpty() ? attributes : new All(filters);
  }

  private static Optional<Filter> one(Section section) {
    List<Filter> found = new ArrayList<>();
    section.optionalSection("exact").ifPresent(s -> found.add(new Exact(attributes(s, false))));
    section.optionalSection("prefix").ifPresent(s -> found.add(new Prefix(attributes(s, false))));
    section.optionalSection("suffix").ifPresent(s -> found.add(new Suffix(attributes(s, false))));
    section.optionalSection("not").ifPresent(s -> one(s).map(Not::new).ifPresent(found::add));
    List<Filter> all = section.sections("all").stream().flatMap(s -> one(s).stream()).toList();
    List<Filter> any = section.sections("any").stream().flatMap(s -> one(s).stream()).toList();
    if (section.has("all")) {
      found.add(new All(all));
    }
    if (section.has("any")) {
      found.add(new Any(any));
    }
    if (section.optionalText("cesql").isPresent()) {
      section.problem(
          "cesql",
          "is not supported by the local stack; write it with exact, prefix, suffix, all, any, not");
    } else if (section.names().size() != 1) {
      section.problem("must be exactly one of exact, prefix, suffix, all, any, not");
    }
    return found.stream().findFirst();
  }

  private static Map<String, String> attributes(Section section, boolean emptyAllowed) {
    Map<String, String> attributes = new LinkedHashMap<>(section.entries());
    if (attributes.isEmpty()) {
      section.problem("must name at least one attribute");
    }
    attributes.forEach(
        (name, value) -> {
          if (!name.matches("[a-z0-9]+")) {
            section.problem(name, "is not an attribute's name: lower-case letters and digits only");
          }
          if (value.isEmpty() && !emptyAllowed) {
            section.problem(name, "is empty");
          }
        });
    return attributes;
  }
}
