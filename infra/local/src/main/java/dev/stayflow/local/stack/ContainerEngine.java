package dev.stayflow.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Docker and its Compose, as they are installed here.
 *
 * @param compose the command that Compose is here
 */
record ContainerEngine(Path root, List<String> compose) {
  /** Compose's project, so that nothing else of this machine is touched. */
  private static final String PROJECT = "stayflow";

  /** As a shell says it of a command that is not there. */
  private static final int NOT_FOUND = 127;

  private static final List<List<String>> COMPOSES =
      List.of(List.of("docker", "compose"), List.of("docker-compose"));

  /**
   * A container of the stack.
   *
   * @param state Docker's word: created, running, restarting, exited, dead
   * @param status the same for people, such as {@code Up 3 minutes (healthy)}
   */
  record Container(String service, String state, String status) {
    boolean isRunning() {
      return state.equals("running") || state.equals("restarting");
    }

    /** Ended by itself, and not because it was done. */
    boolean isBroken() {
      return state.equals("restarting")
          || state.equals("dead")
          || (state.equals("exited") && !status.startsWith("Exited (0)"));
    }
  }

  /** What a program said, and its exit code. */
  private record Said(int code, String text) {}

  /**
   * @throws StackFailure saying what is missing and what to do
   */
  static ContainerEngine find(Path root) {
    var server = said(root, "docker", "version", "--format", "{{.Server.Version}}");
    if (server.code() == NOT_FOUND) {
      throw new StackFailure(
          "ENGINE=docker needs Docker, and there is no command docker on PATH. Install Docker"
              + " Engine or Docker Desktop, or leave ENGINE away: make up needs no containers.");
    }
    if (server.code() != 0) {
      throw new StackFailure(
          ("Docker is installed, but its engine does not answer: %s%n"
                  + "Start it (systemctl start docker, or Docker Desktop), or leave ENGINE away:"
                  + " make up needs no containers.")
              .formatted(server.text()));
    }
    for (var compose : COMPOSES) {
      var asked = new ArrayList<>(compose);
      asked.add("version");
      if (said(root, asked.toArray(String[]::new)).code() == 0) {
        return new ContainerEngine(root, compose);
      }
    }
    throw new StackFailure(
        "ENGINE=docker needs Docker Compose, and neither \"docker compose\" nor \"docker-compose\""
            + " answers. Install docker-compose-plugin (Debian: docker-compose).");
  }

  /** Lets Compose do something, in the sight of the caller; its exit code. */
  int compose(Map<String, String> settings, String... arguments) {
    var command = new ArrayList<>(compose);
    command.addAll(List.of("-p", PROJECT, "-f", StackFile.NAME));
    command.addAll(Arrays.asList(arguments));
    return run(settings, command);
  }

  /** Builds the images that {@code local-stack.yml} names; the exit code of make. */
  int buildImages() {
    return run(Map.of("CONTAINER_ENGINE", "docker"), List.of("make", "images"));
  }

  private int run(Map<String, String> settings, List<String> command) {
    var builder = new ProcessBuilder(command).directory(root.toFile()).inheritIO();
    builder.environment().putAll(settings);
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Those of the images that this machine does not have. */
  Set<String> absent(Set<String> images) {
    var present =
        docker("images", "--format", "{{.Repository}}:{{.Tag}}")
            .lines()
            .collect(Collectors.toSet());
    return images.stream()
        .filter(image -> !present.contains(image))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every container of the stack, also those that have ended. */
  List<Container> containers() {
    var service = "{{.Label \"com.docker.compose.service\"}}";
    return docker(
            "ps",
            "--all",
            "--filter",
            "label=com.docker.compose.project=" + PROJECT,
            "--format",
            service + "\t{{.State}}\t{{.Status}}")
        .lines()
        .map(line -> line.split("\t", -1))
        .filter(fields -> fields.length == 3)
        .map(fields -> new Container(fields[0], fields[1], fields[2]))
        .sorted(Comparator.comparing(Container::service))
        .toList();
  }

  private String docker(String... arguments) {
    var command = new ArrayList<>(List.of("docker"));
    command.addAll(Arrays.asList(arguments));
    var said = said(root, command.toArray(String[]::new));
    if (said.code() != 0) {
      throw new StackFailure("Docker cannot say: " + said.text());
    }
    return said.text();
  }

  private static Said said(Path root, String... command) {
    var builder = new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(process.waitFor(), text.strip());
    } catch (IOException e) {
      return new Said(NOT_FOUND, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static StackFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new StackFailure("Interrupted", e);
  }
}
