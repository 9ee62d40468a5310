package dev.stayflow.deploy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which overlay a namespace holds, as the deployment that made it has written there: what the user
 * says about a cluster is not what the cluster is.
 */
final class OverlayMark {
  static final String ANNOTATION = "stayflow.dev/overlay";

  private OverlayMark() {}

  /**
   * By namespace that is there; empty where nobody has written it, as kubectl apply -k does not.
   */
  static Map<String, String> of(Kubectl kubectl, List<Manifest> manifests) {
    var found = new LinkedHashMap<String, String>();
    for (var namespace : Rendering.namespaces(manifests)) {
      kubectl
          .objects("get", "namespace", namespace, "-o", "json", "--ignore-not-found")
          .forEach(
              object ->
                  found.put(
                      namespace,
                      object.path("metadata").path("annotations").path(ANNOTATION).asString("")));
    }
    return found;
  }

  /** Says where another overlay stands than the user means. */
  static void check(
      Kubectl kubectl, DeployOptions options, List<Manifest> manifests, Findings findings) {
    of(kubectl, manifests)
        .forEach(
            (namespace, overlay) -> {
              if (differs(overlay, options)) {
                findings.problem(
                    told(kubectl, options, namespace, overlay),
                    "ENV=%s, or the CONTEXT of another cluster. If it is to become %s: %s"
                        .formatted(
                            overlay,
                            options.overlay(),
                            kubectl.shown(
                                "annotate namespace %s %s-".formatted(namespace, ANNOTATION))));
              }
            });
  }

  /**
   * Before things are deleted.
   *
   * @param overlays by namespace
   * @throws DeployFailure where another overlay stands than the user means, and where data is to go
   *     of which nothing says that it is dev's, unless the context was named once more
   */
  static void refuse(Kubectl kubectl, DeployOptions options, Map<String, String> overlays) {
    overlays.forEach(
        (namespace, overlay) -> {
          if (differs(overlay, options)) {
            throw new DeployFailure(told(kubectl, options, namespace, overlay));
          }
          if (options.deleteData()
              && !overlay.equals(DeployOptions.DEV)
              && !options.confirmed().equals(kubectl.context())) {
            throw new DeployFailure(
                ("DATA=delete deletes namespace %s on %s with all its data, and nothing there says"
                        + " that it is dev's. If that is meant: CONFIRM=%s")
                    .formatted(namespace, kubectl.context(), kubectl.context()));
          }
        });
  }

  private static boolean differs(String overlay, DeployOptions options) {
    return !overlay.isEmpty() && !overlay.equals(options.overlay());
  }

  private static String told(
      Kubectl kubectl, DeployOptions options, String namespace, String overlay) {
    return "Namespace %s on context %s holds ENV=%s, and this is ENV=%s."
        .formatted(namespace, kubectl.context(), overlay, options.overlay());
  }
}
