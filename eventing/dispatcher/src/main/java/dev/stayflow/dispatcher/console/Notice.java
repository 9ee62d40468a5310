package dev.stayflow.dispatcher.console;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person is told after an action.
 *
 * @param undo takes the action back; null when that cannot be
 * @param link where to see more; null when nowhere
 */
record Notice(Kind kind, String text, @Nullable Undo undo, @Nullable Link link) {
  /** Whether it went as they wanted. */
  enum Kind {
    DONE,
    REFUSED
  }

  /**
   * A POST that takes an action back.
   *
   * @param action a path of this console, without its prefix
   */
  record Undo(String action, List<Field> fields) {}

  /** A field of a form. */
  record Field(String name, String value) {}

  /**
   * Where to see more.
   *
   * @param path of this console, without its prefix
   */
  record Link(String path, String text) {}

  static Notice done(String text) {
    return new Notice(Kind.DONE, text, null, null);
  }

  static Notice refused(String text) {
    return new Notice(Kind.REFUSED, text, null, null);
  }

  Notice undo(String action, Map<String, String> fields) {
    return undo(
        action,
        fields.entrySet().stream().map(one -> new Field(one.getKey(), one.getValue())).toList());
  }

  Notice undo(String action, List<Field> fields) {
    return new Notice(kind, text, new Undo(action, fields), link);
  }

  Notice link(String path, String words) {
    return new Notice(kind, text, undo, new Link(path, words));
  }

  public boolean refused() {
    return kind == Kind.REFUSED;
  }
}
