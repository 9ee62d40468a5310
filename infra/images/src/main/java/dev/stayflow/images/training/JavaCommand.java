package dev.stayflow.images.training;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a Java process is started, without what concerns its AOT cache.
 *
 * @param java the {@code java} program of the runtime that it will run on
 * @param arguments flags, {@code -cp}, the class path of jars alone, the main class
 */
public record JavaCommand(Path java, List<String> arguments) {
  private static final String CLASS_PATH = "-cp";

  public JavaCommand {
    arguments = List.copyOf(arguments);
  }

  /**
   * The command whose arguments are the lines of a file such as {@code java @file} takes.
   *
   * @throws UncheckedIOException when the file cannot be read
   */
  public static JavaCommand of(Path java, Path arguments) {
    try {
      return new JavaCommand(java, Files.readAllLines(arguments));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + arguments, e);
    }
  }

  /** The command line that starts the process without a cache. */
  public List<String> commandLine() {
    return with();
  }

  /** All of the command line, with more flags before the class path. */
  List<String> with(String... flags) {
    var at = arguments.indexOf(CLASS_PATH);
    return Stream.of(
            Stream.of(java.toString()),
            arguments.subList(0, at).stream(),
            Arrays.stream(flags),
            arguments.subList(at, arguments.size()).stream())
        .flatMap(part -> part)
        .toList();
  }

  /**
   * The jars of the class path, in its order.
   *
   * @throws TrainingFailure when there is none, or something that is no jar: a cache holds classes
   *     of jars only
   */
  List<Path> jars() {
    var at = arguments.indexOf(CLASS_PATH);
    if (at < 0 || at + 1 == arguments.size()) {
      throw new TrainingFailure("The arguments lack -cp and a class path: " + arguments);
    }
    var jars =
        Arrays.stream(arguments.get(at + 1).split(File.pathSeparator, -1)).map(Path::of).toList();
    for (var jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new TrainingFailure("The class path names " + jar + ", which is no file");
      }
    }
    return jars;
  }
}
