package dev.stayflow.runtime;

import java.util.List;

/**
 * The environment does not hold what the process needs; it says everything that is wrong at once.
 */
public final class InvalidSettings extends RuntimeException {
  private final List<String> problems;

  InvalidSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line a setting: its name, the value unless it is a secret, and what is expected. */
  public List<String> problems() {
    return problems;
  }
}
