package dev.stayflow.images;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says to kustomize which images to use; goes on top of any overlay. */
final class Kustomization {
  private Kustomization() {}

  /**
   * A Component that names the images.
   *
   * @param registry the beginning of their names
   * @param tags by image name
   */
  static String of(String registry, Map<String, String> tags) {
    // an overlay has given some of these names already, and kustomize matches what it finds then
    return """
    # Written by make images: where the images are, by their content.
    apiVersion: kustomize.config.k8s.io/v1alpha1
    kind: Component
    images:
    """
        + tags.entrySet().stream()
            .flatMap(
                image ->
                    Stream.of("", "stayflow/", Settings.NO_REGISTRY + "/", registry + "/")
                        .distinct()
                        .map(prefix -> entry(prefix + image.getKey(), registry, image)))
            .collect(Collectors.joining());
  }

  private static String entry(String name, String registry, Map.Entry<String, String> image) {
    return """
      - name: %s
        newName: %s/%s
        newTag: "%s"
    """
        .formatted(name, registry, image.getKey(), image.getValue());
  }
}
