package dev.stayflow.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The Java runtime of the images, linked on this machine by the options of the Dockerfile. */
public final class LinkedRuntime {
  private static final Pattern OPTIONS =
      Pattern.compile("/bin/jlink\"(.*?)--output \\S+", Pattern.DOTALL);

  private static final Pattern SPACE = Pattern.compile("[\\s\\\\]+");

  /** As in the Dockerfile: for heaps that no process of ours has. */
  private static final String NOT_SHIPPED = "lib/server/classes_nocoops.jsa";

  private LinkedRuntime() {}

  /**
   * Links it, unless what is there was linked by the same JDK with the same options.
   *
   * @param jdk the home of the JDK that it is linked of
   * @param directory becomes the home of the runtime
   * @return its {@code java} program
   * @throws ImagesFailure when jlink fails, with what it said: a JDK of a distribution may lack
   *     what jlink needs
   */
  public static Path link(Path dockerfile, Path jdk, Path directory) {
    try {
      var options = options(Files.readString(dockerfile));
      var made = directory.resolveSibling(directory.getFileName() + ".made-of");
      var of = String.join(" ", options) + "\n" + Files.readString(jdk.resolve("release"));
      if (!Files.exists(made) || !Files.readString(made).equals(of)) {
        Files.deleteIfExists(made);
        Staging.delete(directory);
        Files.createDirectories(directory.toAbsolutePath().getParent());
        jlink(jdk, options, directory);
        Files.deleteIfExists(directory.resolve(NOT_SHIPPED));
        Files.writeString(made, of);
      }
      return directory.resolve("bin").resolve("java");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot link a runtime in " + directory, e);
    }
  }

  /** What the Dockerfile tells jlink, but for where the runtime goes. */
  static List<String> options(String dockerfile) {
    var instruction = OPTIONS.matcher(dockerfile);
    if (!instruction.find()) {
      throw new ImagesFailure("The Dockerfile runs no jlink with --output at its end");
    }
    return Arrays.stream(SPACE.split(instruction.group(1))).filter(x -> !x.isEmpty()).toList();
  }

  private static void jlink(Path jdk, List<String> options, Path directory) throws IOException {
    var command = new ArrayList<>(List.of(jdk.resolve("bin").resolve("jlink").toString()));
    command.addAll(options);
    command.addAll(List.of("--output", directory.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new ImagesFailure("jlink failed: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImagesFailure("Interrupted", e);
    }
  }
}
