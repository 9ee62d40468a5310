package dev.stayflow.manifests;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a rendering: which object, in which file, which field, what to write. */
final class Findings {
  private final List<String> found = new ArrayList<>();

  /**
   * @param field its path, such as {@code spec.delivery.retry}
   * @param says what is wrong and what to write instead
   */
  void add(Manifest in, String field, String says) {
    found.add("%s: %s: %s".formatted(in, field, says));
  }

  void check(boolean right, Manifest in, String field, String otherwise) {
    if (!right) {
      add(in, field, otherwise);
    }
  }

  /** Of what stands in no object. */
  void add(String where, String says) {
    found.add("%s: %s".formatted(where, says));
  }

  void check(boolean right, String where, String otherwise) {
    if (!right) {
      add(where, otherwise);
    }
  }

  List<String> all() {
    return List.copyOf(found);
  }
}
