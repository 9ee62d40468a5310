package dev.stayflow.local.manifests;

import java.util.Optional;

/** An object's {@code metadata}: name, namespace, labels and the annotations its kind knows. */
record Metadata(Section section, String name, Optional<Section> annotations) {
  /**
   * Reads the metadata of {@code document} and declares the object, so that others can refer to it.
   */
  static Metadata read(Section document, String kind, String namespace, References references) {
    Section section = document.section("metadata");
    String name = section.text("name");
    if (!name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?") && !name.isEmpty()) {
      section.problem(
          "name", "\"" + name + "\" is not a Kubernetes name: lower-case letters, digits, - and .");
    }
    section.optionalFixed("namespace", namespace);
    section.optionalSection("labels").ifPresent(Section::entries);
    references.declare(section, kind, name);
    return new Metadata(section, name, section.optionalSection("annotations"));
  }
}
