package dev.stayflow.local.manifests;

import java.util.List;
import java.util.stream.Collectors;

/** The manifests cannot be played; carries everything that is wrong with them, a line each. */
public final class InvalidManifests extends RuntimeException {
  private final transient List<Problem> problems;

  InvalidManifests(List<Problem> problems) {
    super(
        problems.stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n", "The manifests are wrong:\n", "")));
    this.problems = List.copyOf(problems);
  }

  /** Everything that is wrong, in the order of files and lines. */
  public List<Problem> problems() {
    return problems;
  }
}
