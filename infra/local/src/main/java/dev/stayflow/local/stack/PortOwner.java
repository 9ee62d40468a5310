package dev.stayflow.local.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds out which process listens on a port, as far as this user may know. */
final class PortOwner {
  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTEN = "0A";

  private PortOwner() {}

  /** Such as {@code process 4711 (/usr/bin/python3)}; empty when it cannot be known. */
  static Optional<String> of(int port) {
    try {
      var process = Files.isDirectory(Path.of("/proc/net")) ? byProc(port) : byLsof(port);
      return process.map(PortOwner::described);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** That a service cannot have its port, and who has it. */
  static String taken(String service, int port) {
    return "Port %d, wanted by %s, is already in use%s."
        .formatted(port, service, of(port).map(owner -> " by " + owner).orElse(""));
  }

  private static String described(ProcessHandle process) {
    return "process %d (%s)"
        .formatted(process.pid(), process.info().command().orElse("of another user"));
  }

  /** Linux: the socket's inode by the port, then the process that holds this inode open. */
  private static Optional<ProcessHandle> byProc(int port) throws IOException {
    var inodes = new ArrayList<String>();
    var address = String.format(Locale.ROOT, ":%04X", port);
    for (var table : SOCKETS) {
      if (Files.exists(table)) {
        Files.readAllLines(table).stream()
            .map(line -> line.strip().split("\\s+"))
            .filter(columns -> columns[1].endsWith(address) && columns[3].equals(LISTEN))
            .forEach(columns -> inodes.add("socket:[" + columns[9] + "]"));
      }
    }
    return ProcessHandle.allProcesses().filter(process -> holds(process, inodes)).findFirst();
  }

  private static boolean holds(ProcessHandle process, List<String> inodes) {
    var open = Path.of("/proc", Long.toString(process.pid()), "fd");
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(open)) {
      for (var descriptor : descriptors) {
        if (inodes.contains(target(descriptor))) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // another user's process, or one that has just ended
    }
    return false;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  /** macOS. */
  private static Optional<ProcessHandle> byLsof(int port) throws IOException {
    var lsof =
        new ProcessBuilder("lsof", "-t", "-nP", "-iTCP:" + port, "-sTCP:LISTEN")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var output = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    return output.lines().findFirst().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)));
  }
}
