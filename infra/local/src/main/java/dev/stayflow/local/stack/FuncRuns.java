package dev.stayflow.local.stack;

import dev.stayflow.local.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folders by which {@code func invoke} finds a function that runs on this machine: {@code
 * .func/runs/<port>}. The first number in lexical order wins, alive or not.
 */
final class FuncRuns {
  private FuncRuns() {}

  static void add(Path function, int port) {
    try {
      var runs = Files.createDirectories(runs(function));
      try (var others = Files.newDirectoryStream(runs)) {
        for (var other : others) {
          removeIfDead(other);
        }
      }
      Files.createDirectories(runs.resolve(Integer.toString(port)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + runs(function), e);
    }
  }

  static void remove(Path function, int port) {
    try {
      Files.deleteIfExists(runs(function).resolve(Integer.toString(port)));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete in " + runs(function), e);
    }
  }

  private static void removeIfDead(Path run) throws IOException {
    var name = String.valueOf(run.getFileName());
    if (name.matches("\\d{1,5}") && !Ports.isTaken(Integer.parseInt(name))) {
      Files.delete(run);
    }
  }

  private static Path runs(Path function) {
    return function.resolve(".func/runs");
  }
}
