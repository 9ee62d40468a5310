package dev.stayflow.manifests;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Each HTTPRoute hangs on a listener of a Gateway, sends what it takes to Knative's ingress under
 * the host name of a function that is there, and may do so by a ReferenceGrant.
 */
final class Routes implements Check {
  private static final Pattern HOST =
      Pattern.compile("(?<name>[a-z0-9-]+)\\.(?<namespace>[a-z0-9-]+)\\.svc\\.cluster\\.local");

  @Override
  public void check(Rendering rendering, Findings findings) {
    var paths = new HashSet<String>();
    rendering
        .all(Kind.HTTP_ROUTE)
        .forEach(
            route -> {
              Indexed.of(route.at("/spec/parentRefs"))
                  .forEach(parent -> checkParent(route, parent, rendering, findings));
              Indexed.of(route.at("/spec/rules"))
                  .forEach(
                      rule -> {
                        checkMatches(route, rule, paths, findings);
                        checkHost(route, rule, rendering, findings);
                        checkBackends(route, rule, rendering, findings);
                      });
            });
    rendering.all(Kind.GATEWAY).forEach(gateway -> checkGateway(gateway, rendering, findings));
  }

  private static void checkParent(
      Manifest route, Indexed parent, Rendering rendering, Findings findings) {
    var field = "spec.parentRefs[%d]".formatted(parent.index());
    var name = parent.node().path("name").asString("");
    var namespace = parent.node().path("namespace").asString(route.namespace());
    var gateway = rendering.find(Kind.GATEWAY, namespace, name);
    findings.check(
        parent.node().path("kind").asString("Gateway").equals("Gateway")
            && parent
                .node()
                .path("group")
                .asString("gateway.networking.k8s.io")
                .equals("gateway.networking.k8s.io"),
        route,
        field + ".kind",
        "must be a Gateway of gateway.networking.k8s.io");
    if (gateway.isEmpty()) {
      findings.add(
          route,
          field,
          "there is no Gateway \"%s\" in the namespace %s".formatted(name, namespace));
      return;
    }
    var section = parent.node().path("sectionName").asString("");
    findings.check(
        Indexed.of(gateway.get().at("/spec/listeners"))
            .filter(
                listener ->
                    section.isEmpty() || listener.node().path("name").asString("").equals(section))
            .anyMatch(listener -> lets(listener.node(), route, namespace)),
        route,
        field,
        "the Gateway %s has no listener %s that lets routes of %s in"
            .formatted(name, section, route.namespace()));
  }

  private static boolean lets(JsonNode listener, Manifest route, String namespace) {
    var from = listener.at("/allowedRoutes/namespaces/from").asString("Same");
    return from.equals("All") || (from.equals("Same") && route.namespace().equals(namespace));
  }

  private static void checkMatches(
      Manifest route, Indexed rule, Set<String> paths, Findings findings) {
    for (var match : Indexed.of(rule.node().path("matches")).toList()) {
      var field = "spec.rules[%d].matches[%d]".formatted(rule.index(), match.index());
      var type = match.node().at("/path/type").asString("");
      var path = match.node().at("/path/value").asString("");
      findings.check(
          List.of("Exact", "PathPrefix").contains(type),
          route,
          field + ".path.type",
          "must be Exact or PathPrefix");
      findings.check(path.startsWith("/"), route, field + ".path.value", "must start with /");
      findings.check(
          match
              .node()
              .path("method")
              .asString("")
              .matches("GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS"),
          route,
          field + ".method",
          "must be a method such as POST");
      findings.check(
          paths.add(match.node().path("method").asString("") + " " + path),
          route,
          field + ".path.value",
          path + " is taken by another route");
    }
  }

  private static void checkHost(
      Manifest route, Indexed rule, Rendering rendering, Findings findings) {
    var rewritten =
        Indexed.of(rule.node().path("filters"))
            .filter(filter -> filter.node().path("type").asString("").equals("URLRewrite"))
            .map(filter -> filter.node().path("urlRewrite"))
            .toList();
    var field = "spec.rules[%d].filters".formatted(rule.index());
    if (rewritten.size() != 1) {
      findings.add(
          route, field, "must have one URLRewrite, since Knative finds a function by its host");
      return;
    }
    var rewrite = rewritten.getFirst();
    var host = rewrite.path("hostname").asString("");
    var parts = HOST.matcher(host);
    findings.check(
        parts.matches()
            && rendering
                .find(Kind.KNATIVE_SERVICE, parts.group("namespace"), parts.group("name"))
                .isPresent(),
        route,
        field + ".urlRewrite.hostname",
        "\"%s\" is no function; expected FUNCTION.NAMESPACE.svc.cluster.local".formatted(host));
    var type = rewrite.at("/path/type").asString("");
    var value =
        switch (type) {
          case "ReplaceFullPath" -> rewrite.at("/path/replaceFullPath");
          case "ReplacePrefixMatch" -> rewrite.at("/path/replacePrefixMatch");
          default -> rewrite.path("path").path(type);
        };
    findings.check(
        value.asString("").equals("/"),
        route,
        field + ".urlRewrite.path",
        "must be ReplaceFullPath or ReplacePrefixMatch with the value /, where functions answer");
    findings.check(
        !type.equals("ReplacePrefixMatch")
            || Indexed.of(rule.node().path("matches"))
                .allMatch(match -> match.node().at("/path/type").asString("").equals("PathPrefix")),
        route,
        field + ".urlRewrite.path.type",
        "ReplacePrefixMatch goes with PathPrefix only");
  }

  private static void checkBackends(
      Manifest route, Indexed rule, Rendering rendering, Findings findings) {
    var field = "spec.rules[%d].backendRefs".formatted(rule.index());
    findings.check(
        rule.node().path("backendRefs").size() > 0, route, field, "must name Knative's ingress");
    for (var backend : Indexed.of(rule.node().path("backendRefs")).toList()) {
      var name = backend.node().path("name").asString("");
      var namespace = backend.node().path("namespace").asString(route.namespace());
      findings.check(
          name.equals("kourier-internal")
              && namespace.equals("kourier-system")
              && backend.node().path("port").asInt() == 80
              && backend.node().path("kind").asString("Service").equals("Service"),
          route,
          "%s[%d]".formatted(field, backend.index()),
          "must be kourier-internal of kourier-system at port 80: a Knative Service has no"
              + " endpoints of its own");
      findings.check(
          rendering
              .all(Kind.REFERENCE_GRANT)
              .anyMatch(grant -> allows(grant, route, namespace, name)),
          route,
          "%s[%d]".formatted(field, backend.index()),
          "no ReferenceGrant in %s lets HTTPRoutes of %s name the Service %s"
              .formatted(namespace, route.namespace(), name));
    }
  }

  private static boolean allows(Manifest grant, Manifest route, String namespace, String name) {
    return grant.namespace().equals(namespace)
        && Indexed.of(grant.at("/spec/from"))
            .map(Indexed::node)
            .anyMatch(
                from ->
                    from.path("group").asString("").equals("gateway.networking.k8s.io")
                        && from.path("kind").asString("").equals("HTTPRoute")
                        && from.path("namespace").asString("").equals(route.namespace()))
        && Indexed.of(grant.at("/spec/to"))
            .map(Indexed::node)
            .anyMatch(
                to ->
                    to.path("group").asString("?").isEmpty()
                        && to.path("kind").asString("").equals("Service")
                        && to.path("name").asString(name).equals(name));
  }

  private static void checkGateway(Manifest gateway, Rendering rendering, Findings findings) {
    var names = new HashSet<String>();
    for (var listener : Indexed.of(gateway.at("/spec/listeners")).toList()) {
      var field = "spec.listeners[%d]".formatted(listener.index());
      var protocol = listener.node().path("protocol").asString("");
      findings.check(
          names.add(listener.node().path("name").asString("")),
          gateway,
          field,
          "its name is taken");
      findings.check(
          protocol.equals("HTTP") || protocol.equals("HTTPS"),
          gateway,
          field + ".protocol",
          "must be HTTP or HTTPS");
      findings.check(
          protocol.equals("HTTP") != listener.node().has("tls"),
          gateway,
          field + ".tls",
          "goes with HTTPS, and HTTPS with it");
    }
    findings.check(
        rendering
            .all(Kind.HTTP_ROUTE)
            .anyMatch(
                route ->
                    Indexed.of(route.at("/spec/parentRefs"))
                        .anyMatch(
                            parent ->
                                parent.node().path("name").asString("").equals(gateway.name()))),
        gateway,
        "metadata.name",
        "no HTTPRoute hangs on it");
  }
}
