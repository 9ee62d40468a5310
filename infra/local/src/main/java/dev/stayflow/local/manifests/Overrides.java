package dev.stayflow.local.manifests;

import java.util.Map;

/** Attributes that a source or SinkBinding adds to every event. */
final class Overrides {
  private Overrides() {}

  /** Reads {@code ceOverrides.extensions}; without it nothing is added. */
  static Map<String, String> read(Section spec) {
    return spec.optionalSection("ceOverrides")
        .map(overrides -> overrides.section("extensions"))
        .map(
            extensions -> {
              Map<String, String> entries = extensions.entries();
              entries.keySet().stream()
                  .filter(name -> !name.matches("[a-z0-9]+"))
                  .forEach(
                      name ->
                          extensions.problem(
                              name,
                              "is not an attribute's name: lower-case letters and digits only"));
              return Map.copyOf(entries);
            })
        .orElse(Map.of());
  }
}
