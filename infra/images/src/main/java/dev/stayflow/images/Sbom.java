package dev.stayflow.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of an image's components in CycloneDX 1.6: each jar with its coordinates and hash, the
 * images that it is built from. Has no time and no serial number, so that the same content has the
 * same list.
 */
final class Sbom {
  private static final String GROUP = "dev.stayflow";

  private Sbom() {}

  /**
   * @param images the references of JDK and base image
   */
  static String of(Image image, Jars jars, List<String> images) {
    var components =
        Stream.of(
                Stream.of(jar(jars.own())),
                jars.others().stream().map(Sbom::jar),
                images.stream().map(Sbom::container))
            .flatMap(part -> part)
            .collect(Collectors.joining(",\n"));
    return """
    {
      "bomFormat": "CycloneDX",
      "specVersion": "1.6",
      "version": 1,
      "metadata": {
        "component": {"type": "container", "bom-ref": "image", "name": "stayflow/%s"}
      },
      "components": [
    %s
      ]
    }
    """
        .formatted(image.name(), components);
  }

  private static String jar(Path jar) {
    var coordinates = Coordinates.of(jar);
    return """
    {"type": "library", "bom-ref": "%5$s", "group": "%1$s", "name": "%2$s", "version": "%3$s", "purl": "%5$s", "hashes": [{"alg": "SHA-256", "content": "%4$s"}]}\
    """
        .formatted(
            coordinates.group(),
            coordinates.artifact(),
            coordinates.version(),
            sha256(jar),
            coordinates.purl());
  }

  private static String container(String reference) {
    return """
    {"type": "container", "bom-ref": "%1$s", "name": "%1$s"}\
    """
        .formatted(reference);
  }

  private static String sha256(Path file) {
    try {
      return ContentTag.sha256(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What Maven calls a jar.
   *
   * @param classifier empty for most
   */
  record Coordinates(String group, String artifact, String version, String classifier) {
    private static final String REPOSITORY = "repository";

    /**
     * Read from where the jar lies: {@code repository/<group>/<artifact>/<version>/<file>}, or the
     * folder {@code target} of one of our modules.
     */
    static Coordinates of(Path jar) {
      var file = jar.getFileName().toString().replaceFirst("\\.jar$", "");
      if (Jars.isOurs(jar)) {
        var at = file.indexOf("-1.");
        return new Coordinates(GROUP, file.substring(0, at), file.substring(at + 1), "");
      }
      var version = jar.getName(jar.getNameCount() - 2).toString();
      var artifact = jar.getName(jar.getNameCount() - 3).toString();
      int repository = jar.getNameCount() - 4;
      while (repository > 0 && !jar.getName(repository).toString().equals(REPOSITORY)) {
        repository--;
      }
      var group = jar.subpath(repository + 1, jar.getNameCount() - 3).toString().replace('/', '.');
      var rest = file.substring((artifact + "-" + version).length());
      return new Coordinates(group, artifact, version, rest.replaceFirst("^-", ""));
    }

    /** The package URL. */
    String purl() {
      return "pkg:maven/%s/%s@%s?%stype=jar"
          .formatted(
              group,
              artifact,
              version,
              classifier.isEmpty() ? "" : "classifier=" + classifier + "&");
    }
  }
}
