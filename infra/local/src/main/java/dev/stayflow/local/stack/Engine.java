package dev.stayflow.local.stack;

import java.util.Map;

/** What runs the stack: embedded servers and processes, or containers. */
enum Engine {
  EMBEDDED,
  DOCKER;

  /**
   * What the caller's {@code ENGINE} asks for.
   *
   * @throws StackFailure when there is no such engine
   */
  static Engine of(Map<String, String> caller) {
    var asked = caller.getOrDefault("ENGINE", "");
    return switch (asked) {
      case "" -> EMBEDDED;
      case "docker" -> DOCKER;
      default ->
          throw new StackFailure(
              "ENGINE is \"%s\": it is docker, or left away for the embedded servers."
                  .formatted(asked));
    };
  }

  /** What a command of make needs behind it to mean this engine. */
  String option() {
    return this == DOCKER ? " ENGINE=docker" : "";
  }
}
