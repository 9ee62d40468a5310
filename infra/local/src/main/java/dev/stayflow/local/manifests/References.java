package dev.stayflow.local.manifests;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the manifests refer to; checked when all of them have been read. */
final class References {
  /** The kind of the services of {@code local-stack.yml}. */
  static final String SERVICE = "Service";

  private record Reference(Section place, String field, String kind, String name) {}

  private final List<Reference> references = new ArrayList<>();
  private final Map<String, Section> declared = new HashMap<>();
  private final Set<String> services;

  References(Set<String> services) {
    this.services = services;
  }

  /** The mapping {@code place} refers by its field {@code name} to an object. */
  void add(Section place, String kind, String name) {
    add(place, "name", kind, name);
  }

  /** The mapping {@code place} refers by its field {@code field} to an object. */
  void add(Section place, String field, String kind, String name) {
    references.add(new Reference(place, field, kind, name));
  }

  /** An object of {@code kind} exists. */
  void declare(Section metadata, String kind, String name) {
    Section before = declared.putIfAbsent(kind + "/" + name, metadata);
    if (before != null) {
      metadata.problem(
          "name", "there is another " + kind + " \"" + name + "\" in " + before.file());
    }
  }

  /** What {@code field} of {@code place} says may be said only once in all manifests. */
  void declareOnce(Section place, String field, String value) {
    Section before = declared.putIfAbsent("once/" + value, place);
    if (before != null) {
      place.problem(field, value + " is already matched in " + before.file());
    }
  }

  /** Reports every reference to what is not there. */
  void check() {
    for (Reference reference : references) {
      boolean exists =
          reference.kind.equals(SERVICE)
              ? services.contains(reference.name)
              : declared.containsKey(reference.kind + "/" + reference.name);
      if (!exists && !reference.name.isEmpty()) {
        String where = reference.kind.equals(SERVICE) ? "local-stack.yml" : "the manifests";
        reference.place.problem(
            reference.field,
            "there is no " + reference.kind + " \"" + reference.name + "\" in " + where);
      }
    }
  }
}
