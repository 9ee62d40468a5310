package dev.stayflow.dispatcher;

import java.util.List;

/** The environment variables are not right; every problem is listed. */
final class InvalidSettings extends RuntimeException {
  private final List<String> problems;

  InvalidSettings(List<String> problems) {
    super("settings are not right: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  List<String> problems() {
    return problems;
  }
}
