package dev.stayflow.dispatcher.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the page tells of one Redis.
 *
 * @param warnings what somebody should do something about
 * @param raw all that INFO told, values by name, by section
 */
record NodeView(
    String address,
    String product,
    List<String> warnings,
    List<Part> parts,
    Map<String, Map<String, String>> raw) {

  /** Facts that belong together. */
  record Part(String title, List<Fact> facts) {}

  /**
   * One thing worth knowing.
   *
   * @param at when the value is a time
   */
  record Fact(String name, String value, @Nullable Instant at) {
    static Fact of(String name, String value) {
      return new Fact(name, value, null);
    }

    static Fact at(String name, Instant at) {
      return new Fact(name, at.toString(), at);
    }
  }
}
