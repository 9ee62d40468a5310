package dev.stayflow.deploy;

import dev.stayflow.deploy.DeployOptions.ImageSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the images, or uses those that were built. */
final class Images {
  private static final List<String> ENGINES = List.of("docker", "podman", "buildah");
  private static final String KIND = "kind-";

  private final Programs programs;
  private final DeployOptions options;
  private final Progress progress;

  Images(Programs programs, DeployOptions options, Progress progress) {
    this.programs = programs;
    this.options = options;
    this.progress = progress;
  }

  /**
   * @param context of the cluster that is to run them
   */
  void check(String context, Findings findings) {
    switch (options.images()) {
      case BUILD -> {
        var engine = engine();
        if (engine.isEmpty()) {
          findings.problem(
              "Images are to be built, and there is none of docker, podman and buildah.",
              "Install one, or use images that are there: IMAGES=built (by make images before),"
                  + " IMAGES=none (those that the overlay names).");
        } else {
          findings.fact("container engine", engine.get());
          loadable(context, findings);
        }
        reachable(findings);
      }
      case BUILT -> {
        if (BuiltImages.read(options.root()).isEmpty()) {
          findings.problem(
              "IMAGES=built, and there is no %s.".formatted(BuiltImages.FILE),
              "Run make images first, or leave IMAGES out.");
        } else if (BuiltImages.read(options.root()).get().local()) {
          loadable(context, findings);
        }
        reachable(findings);
      }
      case NONE -> {}
    }
  }

  /** kind takes images out of Docker alone. */
  private void loadable(String context, Findings findings) {
    var engine = engine().orElse("");
    if (!context.startsWith(KIND) || !options.registry().isEmpty() || engine.equals("docker")) {
      return;
    }
    findings.problem(
        "The images are %s's, and kind load docker-image takes them from docker alone."
            .formatted(engine.isEmpty() ? "no engine" : engine),
        ("CONTAINER_ENGINE=docker; or REGISTRY=... from which the nodes can pull; or make images,"
                + " save each to an archive and: kind load image-archive FILE --name=%s, and then"
                + " IMAGES=none.")
            .formatted(context.substring(KIND.length())));
  }

  /** Whether nodes can get at what is built. */
  private void reachable(Findings findings) {
    if (!options.registry().isEmpty() || options.dev()) {
      return;
    }
    var local =
        options.images() == ImageSource.BUILD
            || BuiltImages.read(options.root()).map(BuiltImages::local).orElse(false);
    if (local) {
      findings.problem(
          "The images would stand on this machine alone.",
          "Say where they are pushed to: REGISTRY=registry.example/stayflow.");
    }
  }

  /** What is to be put in place of the overlay's images; builds them first where that is wanted. */
  Optional<BuiltImages> obtain() {
    if (options.images() == ImageSource.NONE) {
      return Optional.empty();
    }
    if (options.images() == ImageSource.BUILD) {
      build();
    }
    var built = BuiltImages.read(options.root());
    if (built.isEmpty()) {
      throw new DeployFailure("There is no %s: make images writes it.".formatted(BuiltImages.FILE));
    }
    return built;
  }

  private void build() {
    progress.tell("make images%s".formatted(options.registry().isEmpty() ? "" : " and push"));
    var more = new HashMap<String, String>();
    if (!options.registry().isEmpty()) {
      more.put("REGISTRY", options.registry());
      more.put("PUSH", "true");
    }
    // Else it would take this make's flags, and its files for jobs, for its own.
    more.put("MAKEFLAGS", "");
    if (programs.show(List.of("make", "images"), options.root(), more) != 0) {
      throw new DeployFailure("The images could not be built.");
    }
  }

  /**
   * Brings images that are in no registry to the nodes, as far as there is a way that is the same
   * everywhere.
   */
  void load(BuiltImages built, String context) {
    if (!built.local()) {
      return;
    }
    var kind = programs.find("kind");
    if (context.startsWith(KIND) && kind.isPresent()) {
      var command = new ArrayList<>(List.of(kind.get().toString(), "load", "docker-image"));
      built.byName().values().forEach(image -> command.add(image.toString()));
      command.add("--name=" + context.substring(KIND.length()));
      progress.tell("kind load docker-image: %d images".formatted(built.byName().size()));
      if (programs.show(command, options.root(), Map.of()) != 0) {
        throw new DeployFailure("kind could not load the images.");
      }
      return;
    }
    progress.say(
        "  note: these images are in no registry, so every node must have them: load them as your"
            + " cluster does it, or give REGISTRY=...");
  }

  private Optional<String> engine() {
    var chosen = programs.environment().getOrDefault("CONTAINER_ENGINE", "");
    var names = chosen.isEmpty() ? ENGINES : List.of(chosen);
    return names.stream().filter(name -> programs.find(name).isPresent()).findFirst();
  }
}
