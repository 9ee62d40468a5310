package dev.stayflow.images;

import java.util.Map;
import java.util.Optional;

/**
 * What {@code make images} was asked for, by environment variables.
 *
 * @param only the one image to build ({@code FN}); empty for all
 * @param registry where images go and manifests find them ({@code REGISTRY})
 * @param push whether to push them there ({@code PUSH})
 * @param jdkImage a JDK with a shell ({@code JDK_IMAGE})
 * @param baseImage what final images build on ({@code BASE_IMAGE})
 * @param engine docker, podman or buildah, or empty to look for one ({@code CONTAINER_ENGINE})
 * @param platform such as {@code linux/arm64} ({@code PLATFORM}); empty for that of JDK_IMAGE
 */
record Settings(
    Optional<String> only,
    String registry,
    boolean push,
    String jdkImage,
    String baseImage,
    Optional<String> engine,
    Optional<String> platform) {
  /** Knative does not ask a registry for the digests of images of this host. */
  static final String NO_REGISTRY = "dev.local/stayflow";

  private static final String JDK_IMAGE = "docker.io/library/eclipse-temurin:25-jdk";
  private static final String BASE_IMAGE = "gcr.io/distroless/base-nossl-debian12:nonroot";

  /**
   * @throws ImagesFailure when one has a value that it cannot have
   */
  static Settings of(Map<String, String> environment) {
    var push = environment.getOrDefault("PUSH", "");
    if (!push.matches("|true|false")) {
      throw new ImagesFailure("PUSH must be true or false, not " + push);
    }
    var registry = text(environment, "REGISTRY").orElse(NO_REGISTRY).replaceFirst("/+$", "");
    if (registry.contains("://")) {
      throw new ImagesFailure(
          "REGISTRY is the beginning of an image's name, such as registry.example/stayflow, not "
              + registry);
    }
    if (push.equals("true") && registry.equals(NO_REGISTRY)) {
      throw new ImagesFailure(
          "PUSH=true needs to know where: REGISTRY=registry.example/stayflow make images"
              + " PUSH=true");
    }
    return new Settings(
        text(environment, "FN"),
        registry,
        push.equals("true"),
        text(environment, "JDK_IMAGE").orElse(JDK_IMAGE),
        text(environment, "BASE_IMAGE").orElse(BASE_IMAGE),
        text(environment, "CONTAINER_ENGINE"),
        text(environment, "PLATFORM").map(Settings::platform));
  }

  private static String platform(String name) {
    if (!name.matches("\\w+/\\w+(/\\w+)?")) {
      throw new ImagesFailure("PLATFORM must be one such as linux/arm64, not " + name);
    }
    return BaseImage.platform(name);
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(String::strip).filter(x -> !x.isEmpty());
  }
}
