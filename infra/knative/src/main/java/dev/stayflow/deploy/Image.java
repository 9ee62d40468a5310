package dev.stayflow.deploy;

import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An image as a container names it.
 *
 * @param repository without tag and digest: {@code dev.local/stayflow/create-order}
 * @param version {@code :tag} or {@code @digest}, empty when there is none
 */
record Image(String repository, String version) {
  private static final int LONGEST_VERSION = 20;

  static Image parse(String text) {
    var digest = text.indexOf('@');
    if (digest >= 0) {
      return new Image(text.substring(0, digest), text.substring(digest));
    }
    var colon = text.lastIndexOf(':');
    return colon > text.lastIndexOf('/')
        ? new Image(text.substring(0, colon), text.substring(colon))
        : new Image(text, "");
  }

  /** All that the containers of an object name, wherever they stand in it. */
  static Stream<Image> in(JsonNode node) {
    return Stream.of("containers", "initContainers")
        .flatMap(field -> node.findValues(field).stream())
        .flatMap(JsonNode::valueStream)
        .map(container -> container.path("image").asString(""))
        .filter(image -> !image.isEmpty())
        .map(Image::parse);
  }

  /** {@code create-order} */
  String shortName() {
    return repository.substring(repository.lastIndexOf('/') + 1);
  }

  /** {@code dev.local/stayflow/}, empty for a bare name. */
  String prefix() {
    return repository.substring(0, repository.lastIndexOf('/') + 1);
  }

  /**
   * With a hyphen in front and as names may be, without dots: {@code -0123456789ab}, {@code
   * -1-0-0}.
   */
  String shortVersion() {
    var text = version.substring(version.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT);
    return "-"
        + text.replaceAll("[^a-z0-9]", "-").substring(0, Math.min(text.length(), LONGEST_VERSION));
  }

  @Override
  public String toString() {
    return repository + version;
  }
}
