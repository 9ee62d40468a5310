package dev.stayflow.manifests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real kustomize, as {@code kubectl apply -k} has it. */
final class Kustomize {
  private static final List<String> COMMAND =
      List.of(run(List.of("./find-kustomize.sh")).strip().split(" "));

  private Kustomize() {}

  /**
   * Renders a folder.
   *
   * @return the objects as one stream of YAML documents
   */
  static String render(Path folder) {
    var command = new ArrayList<>(COMMAND);
    command.add(folder.toString());
    return run(command);
  }

  private static String run(List<String> command) {
    try {
      var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("GOGC", "off"); // it collects garbage half of its time
      var process = builder.start();
      var written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed");
      }
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
