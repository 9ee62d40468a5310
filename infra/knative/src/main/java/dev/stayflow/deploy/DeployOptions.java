package dev.stayflow.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the user wants.
 *
 * @param root the repository's directory
 * @param overlay the folder under infra/knative/overlays: dev, production, or one of the user's own
 * @param context of the user's kubeconfig; empty: the current one
 * @param registry where built images are pushed to; empty: nowhere
 * @param timeout how long the objects of one phase may take to become ready
 * @param confirmed the context that the user has named once more, empty when not
 */
record DeployOptions(
    Path root,
    String overlay,
    String context,
    ImageSource images,
    String registry,
    Duration timeout,
    boolean smoke,
    boolean deleteData,
    String confirmed) {

  private static final String OVERLAYS = "infra/knative/overlays";
  static final String DEV = "dev";

  /** Where images come from. */
  enum ImageSource {
    /** Built now, which takes a moment when nothing has changed. */
    BUILD,
    /** As the last build left them. */
    BUILT,
    /** Those that the overlay names. */
    NONE
  }

  /** Secrets may be made up, and the payment provider is played. */
  boolean dev() {
    return overlay.equals(DEV);
  }

  /** Everything that is not dev is handled as if guests were there. */
  boolean guarded() {
    return !dev();
  }

  /**
   * @throws DeployFailure when there is no such overlay
   */
  Path overlayDirectory() {
    var directory = root.resolve(OVERLAYS).resolve(overlay);
    if (!overlay.matches("[A-Za-z0-9][A-Za-z0-9._-]*")
        || !Files.exists(directory.resolve("kustomization.yaml"))) {
      throw new DeployFailure(
          "ENV=%s: there is no overlay %s/%s. There are: %s."
              .formatted(overlay, OVERLAYS, overlay, String.join(", ", overlays())));
    }
    return directory;
  }

  private List<String> overlays() {
    try (var folders = Files.list(root.resolve(OVERLAYS))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("kustomization.yaml")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DeployFailure(
          "There is no %s in %s: run this in the repository's directory.".formatted(OVERLAYS, root),
          e);
    }
  }

  /** Where renderings are kept. */
  Path target() {
    return root.resolve("target/deploy");
  }
}
