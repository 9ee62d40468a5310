package dev.stayflow.deploy;

import java.util.List;
import java.util.Optional;

/**
 * Where a public path leads.
 *
 * @param backend the Service behind it, of Knative's ingress
 * @param host the host name by which that finds the function
 */
record Route(String path, String namespace, String backend, int port, String host, String target) {

  /** That of an exact path, out of the HTTPRoutes. */
  static Optional<Route> of(List<Manifest> manifests, String path) {
    for (var manifest : Rendering.of(manifests, Phase.GATEWAYS, "HTTPRoute").toList()) {
      for (var rule : manifest.tree().path("spec").path("rules")) {
        for (var match : rule.path("matches")) {
          if (match.path("path").path("value").asString("").equals(path)) {
            return Optional.of(of(manifest, rule, path));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Route of(Manifest manifest, tools.jackson.databind.JsonNode rule, String path) {
    var host = "";
    var target = path;
    for (var filter : rule.path("filters")) {
      var rewrite = filter.path("urlRewrite");
      host = rewrite.path("hostname").asString(host);
      target = rewrite.path("path").path("replaceFullPath").asString(target);
    }
    var backend = rule.path("backendRefs").path(0);
    return new Route(
        path,
        backend.path("namespace").asString(manifest.name().namespace()),
        backend.path("name").asString(""),
        backend.path("port").asInt(80),
        host,
        target);
  }
}
