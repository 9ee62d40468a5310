package dev.stayflow.dispatcher.settings;

import java.util.List;

/** The environment variables are not right; every problem is listed. */
public final class InvalidSettings extends RuntimeException {
  private final List<String> problems;

  public InvalidSettings(List<String> problems) {
    super("settings are not right: " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
