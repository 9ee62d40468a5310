package dev.stayflow.manifests;

import java.util.List;

/** What this repository renders, once for all tests. */
final class Renderings {
  static final List<Rendering> ALL = Repository.HERE.renderAll();

  private Renderings() {}

  /** Rendered by overlay, without a component on top. */
  static Rendering of(String overlay) {
    return ALL.stream()
        .filter(rendering -> rendering.name().equals(overlay))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + overlay));
  }
}
