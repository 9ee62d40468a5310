package dev.stayflow.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** docker, podman or buildah, by what all three understand. */
final class Engine {
  private static final List<String> KNOWN = List.of("docker", "podman", "buildah");
  private static final Pattern COLOR = Pattern.compile("\\x1b\\[[0-9;]*m");
  private static final int LINES_OF_LOG = 30;

  /** Platform, id, names with digests. */
  private static final String OF_OTHERS =
      "{{.Os}}/{{.Architecture}} {{.Id}}{{range .RepoDigests}} {{.}}{{end}}";

  private static final String OF_BUILDAH =
      "{{.OCIv1.OS}}/{{.OCIv1.Architecture}} {{.FromImageID}} {{.FromImageDigest}}";

  private final String program;

  private Engine(String program) {
    this.program = program;
  }

  /**
   * The engine asked for, or the first that works.
   *
   * @throws ImagesFailure when there is none: with what each of them said
   */
  static Engine find(Settings settings) {
    var said = new ArrayList<String>();
    for (var program : settings.engine().map(List::of).orElse(KNOWN)) {
      var engine = new Engine(program);
      // docker's client answers without a server; to list images it needs one
      var answer = run(List.of(program, "images"), Optional.empty());
      if (answer.code() == 0) {
        return engine;
      }
      said.add("  " + program + ": " + answer.lastLine());
    }
    throw new ImagesFailure(
        """
        No container engine works here:
        %s
        Install docker, podman or buildah, start it, or name one: CONTAINER_ENGINE=podman make images\
        """
            .formatted(String.join("\n", said)));
  }

  String program() {
    return program;
  }

  boolean has(String reference) {
    var inspect =
        program.equals("buildah")
            ? List.of(program, "inspect", "--type", "image", reference)
            : List.of(program, "image", "inspect", reference);
    return run(inspect, Optional.empty()).code() == 0;
  }

  /**
   * Makes sure that an image that others are built on is there, for the platform that is wanted.
   *
   * @param setting the name of the setting that chooses it
   * @param wanted the platform; empty for that of the image that is there, or the engine's own
   */
  BaseImage need(String setting, String reference, Optional<String> wanted) {
    var here = look(reference).filter(image -> wanted.map(image::isFor).orElse(true));
    if (here.isPresent()) {
      return here.get();
    }
    var command = new ArrayList<>(List.of(program, "pull"));
    wanted.ifPresent(name -> command.addAll(List.of("--platform", name)));
    command.add(reference);
    var answer = run(command, Optional.empty());
    if (answer.code() != 0) {
      throw new ImagesFailure(
          "%s%s cannot be had: %s%nChoose one that %s has or can pull: %s=... make images"
              .formatted(
                  reference,
                  wanted.map(name -> " for " + name).orElse(""),
                  answer.lastLine(),
                  program,
                  setting));
    }
    var pulled =
        look(reference)
            .orElseThrow(() -> new ImagesFailure(program + " pulled no image " + reference));
    // a store of several platforms under one name shows the engine's own
    return wanted
        .filter(name -> !pulled.isFor(name))
        .map(name -> new BaseImage(name, pulled.digest()))
        .orElse(pulled);
  }

  private Optional<BaseImage> look(String reference) {
    var command =
        program.equals("buildah")
            ? List.of(program, "inspect", "--type", "image", "--format", OF_BUILDAH, reference)
            : List.of(program, "image", "inspect", "--format", OF_OTHERS, reference);
    var answer = run(command, Optional.empty());
    return answer.code() == 0
        ? Optional.of(BaseImage.of(reference, answer.lastLine()))
        : Optional.empty();
  }

  /**
   * Builds an image.
   *
   * @param platform said always: left to itself, an engine may pull the base images for its own
   * @param arguments build arguments, each {@code NAME=value}
   * @param log the file that takes what the engine says
   * @throws ImagesFailure when it fails, with the end of that
   */
  void build(
      String platform,
      Path dockerfile,
      Path context,
      List<String> arguments,
      String reference,
      Path log) {
    var command = new ArrayList<>(List.of(program, program.equals("buildah") ? "bud" : "build"));
    if (program.equals("buildah")) {
      command.add("--layers");
    }
    command.addAll(List.of("--platform", platform));
    for (var argument : arguments) {
      command.addAll(List.of("--build-arg", argument));
    }
    command.addAll(List.of("-f", dockerfile.toString(), "-t", reference, context.toString()));
    var answer = run(command, Optional.of(log));
    if (answer.code() != 0) {
      throw new ImagesFailure(
          "%s could not build %s; all of it is in %s. It ended:%n  %s"
              .formatted(program, reference, log, answer.end(LINES_OF_LOG)));
    }
  }

  void tag(String reference, String other) {
    check(List.of(program, "tag", reference, other));
  }

  void push(String reference) {
    check(List.of(program, "push", reference));
  }

  private static void check(List<String> command) {
    var answer = run(command, Optional.empty());
    if (answer.code() != 0) {
      throw new ImagesFailure(
          String.join(" ", command) + " failed:\n  " + answer.end(LINES_OF_LOG));
    }
  }

  private record Answer(int code, List<String> lines) {
    String lastLine() {
      return lines.isEmpty() ? "it said nothing" : lines.getLast();
    }

    String end(int count) {
      return String.join("\n  ", lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }
  }

  private static Answer run(List<String> command, Optional<Path> log) {
    try {
      var output = log.isPresent() ? log.get() : Files.createTempFile("engine", ".log");
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      int code = process.waitFor();
      var lines =
          Files.readAllLines(output).stream()
              .map(line -> COLOR.matcher(line).replaceAll(""))
              .filter(line -> !line.isBlank())
              .toList();
      if (log.isEmpty()) {
        Files.delete(output);
      }
      return new Answer(code, lines);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImagesFailure("Interrupted", e);
    } catch (IOException e) {
      if (log.isPresent()) {
        throw new UncheckedIOException(e);
      }
      return new Answer(-1, List.of("not found"));
    }
  }
}
