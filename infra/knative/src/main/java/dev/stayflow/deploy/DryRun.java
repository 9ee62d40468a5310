package dev.stayflow.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Everything that a deployment would apply, in its order, in one file. */
final class DryRun {
  private DryRun() {}

  /** Where it was written. */
  static Path write(DeployOptions options, List<Manifest> manifests) {
    var file = options.target().resolve(options.overlay() + ".yaml");
    var phases = new ArrayList<String>();
    for (var phase : Phase.values()) {
      var objects = phase.of(manifests);
      if (!objects.isEmpty()) {
        phases.add(
            "# %d. %s%n%s".formatted(phase.number(), phase.title(), Manifest.stream(objects)));
      }
    }
    try {
      Files.createDirectories(options.target());
      Files.writeString(file, String.join("---\n", phases));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** A line a phase: how many objects, and of which kinds. */
  static List<String> counts(List<Manifest> manifests) {
    var lines = new ArrayList<String>();
    for (var phase : Phase.values()) {
      var kinds = new TreeMap<String, Integer>();
      phase.of(manifests).forEach(manifest -> kinds.merge(manifest.name().kind(), 1, Integer::sum));
      var sum = kinds.values().stream().mapToInt(Integer::intValue).sum();
      lines.add(
          "  %d. %-40s %3d  %s"
              .formatted(
                  phase.number(),
                  phase.title(),
                  sum,
                  kinds.entrySet().stream()
                      .map(kind -> kind.getValue() + " " + kind.getKey())
                      .collect(Collectors.joining(", "))));
    }
    lines.add("     %-40s %3d".formatted("in all", manifests.size()));
    return lines;
  }
}
