package dev.stayflow.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One way to start a function.
 *
 * @param command the command line
 * @param settings the process's environment, all of it
 * @param portSetting the name of the setting that takes the port
 * @param files what an image of it has to hold
 */
record Contender(
    List<String> command, Map<String, String> settings, String portSetting, List<Path> files) {
  private static final double MEGABYTE = 1 << 20;

  /** The environment of a process that is to listen on a port of this machine. */
  Map<String, String> environment(int port) {
    var all = new HashMap<>(settings);
    all.put(portSetting, Integer.toString(port));
    all.put("LANG", "C.UTF-8");
    return all;
  }

  double imageMegabytes() {
    return files.stream().mapToLong(Contender::bytes).sum() / MEGABYTE;
  }

  private static long bytes(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder, e);
    }
  }
}
