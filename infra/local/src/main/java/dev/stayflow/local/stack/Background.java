package dev.stayflow.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes of this module that go on when their caller has ended. */
final class Background {
  private Background() {}

  /**
   * Starts a process in a session of its own, where the system has a way: Ctrl-C is then its
   * caller's to handle.
   *
   * @param flags of Java
   * @param program main class and arguments
   * @param log begun anew
   */
  static Process start(List<String> flags, List<String> program, LogFile log) {
    return start(List.of(), flags, program, log);
  }

  /** The same for what gives way to everything else that wants the processors. */
  static Process startPatient(List<String> flags, List<String> program, LogFile log) {
    return start(isThere("nice") ? List.of("nice", "-n", "19") : List.of(), flags, program, log);
  }

  private static Process start(
      List<String> way, List<String> flags, List<String> program, LogFile log) {
    log.begin();
    var command = new ArrayList<>(detached());
    command.addAll(way);
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(flags);
    command.addAll(List.of("-cp", JavaRuntime.ownClassPath()));
    command.addAll(program);
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + program.getFirst(), e);
    }
  }

  private static List<String> detached() {
    for (var way : List.of("setsid", "nohup")) {
      if (isThere(way)) {
        return List.of(way);
      }
    }
    return List.of();
  }

  private static boolean isThere(String program) {
    for (var folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
