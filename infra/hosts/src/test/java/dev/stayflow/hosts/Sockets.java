package dev.stayflow.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A process's connections over TCP, as Linux tells them. */
final class Sockets {
  private static final String ESTABLISHED = "01";

  private Sockets() {}

  /** The ports at the other ends. */
  static Set<Integer> remotePorts(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      Set<String> inodes = inodes(process.resolve("fd"));
      var ports = new TreeSet<Integer>();
      for (String table : List.of("net/tcp", "net/tcp6")) {
        for (String line : Files.readAllLines(process.resolve(table))) {
          String[] fields = line.strip().split("\\s+", -1);
          if (fields.length > 9 && fields[3].equals(ESTABLISHED) && inodes.contains(fields[9])) {
            ports.add(Integer.parseInt(fields[2].replaceFirst(".*:", ""), 16));
          }
        }
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> inodes(Path descriptors) throws IOException {
    var inodes = new HashSet<String>();
    try (var open = Files.newDirectoryStream(descriptors)) {
      for (Path one : open) {
        String target = Files.readSymbolicLink(one).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    }
    return inodes;
  }
}
