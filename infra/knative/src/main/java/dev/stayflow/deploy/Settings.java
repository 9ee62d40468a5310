package dev.stayflow.deploy;

import dev.stayflow.deploy.DeployOptions.ImageSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.Option;

/**
 * What the commands take. An empty value is one that was not given, since make passes all of them.
 */
final class Settings {
  @Option(names = "--root", description = "The repository's directory; default: the current one.")
  private Path root = Path.of("");

  @Option(names = "--env", description = "An overlay of infra/knative/overlays; default: dev.")
  private String overlay = "";

  @Option(names = "--context", description = "Of your kubeconfig; default: the current one.")
  private String context = "";

  @Option(
      names = "--images",
      description =
          "build: by make images, first; built: as it left them; none: those that the overlay"
              + " names.")
  private String images = "";

  @Option(names = "--registry", description = "Where built images are pushed to: host/path.")
  private String registry = "";

  @Option(
      names = "--timeout",
      description = "How long the objects of one step may take, such as PT5M; default: PT10M.")
  private String timeout = "";

  @Option(names = "--smoke", description = "false: place no order at the end.")
  private String smoke = "";

  @Option(names = "--data", description = "keep or delete: volumes and Secrets; default: keep.")
  private String data = "";

  @Option(names = "--confirm", description = "The context's name once more, where guests are.")
  private String confirm = "";

  /**
   * @param defaultImages where images come from unless the user says
   * @throws DeployFailure naming the setting that is wrong
   */
  DeployOptions read(ImageSource defaultImages) {
    var options =
        new DeployOptions(
            root.toAbsolutePath().normalize(),
            overlay.isEmpty() ? DeployOptions.DEV : overlay,
            context,
            images(defaultImages),
            registry(),
            timeout(),
            oneOf("SMOKE", smoke, "true", "false").equals("true"),
            oneOf("DATA", data, "keep", "delete").equals("delete"),
            confirm);
    var _ = options.overlayDirectory();
    return options;
  }

  private ImageSource images(ImageSource otherwise) {
    if (images.isEmpty()) {
      return otherwise;
    }
    try {
      return ImageSource.valueOf(images.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new DeployFailure("IMAGES=%s is none of build, built and none.".formatted(images), e);
    }
  }

  private String registry() {
    if (registry.contains("://") || registry.endsWith("/") || registry.contains(" ")) {
      throw new DeployFailure(
          "REGISTRY=%s is not of the form host/path, without a scheme and a slash at the end."
              .formatted(registry));
    }
    return registry;
  }

  private Duration timeout() {
    if (timeout.isEmpty()) {
      return Duration.ofMinutes(10);
    }
    try {
      var value = Duration.parse(timeout);
      if (value.isPositive()) {
        return value;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw new DeployFailure("TIMEOUT=%s is no duration such as PT5M.".formatted(timeout));
  }

  /** The first is the default. */
  private static String oneOf(String name, String value, String... possible) {
    if (value.isEmpty()) {
      return possible[0];
    }
    if (!Arrays.asList(possible).contains(value)) {
      throw new DeployFailure(
          "%s=%s is none of %s.".formatted(name, value, String.join(", ", possible)));
    }
    return value;
  }
}
