package dev.stayflow.local.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A public path and the service behind it.
 *
 * @param service the service by its name in {@code local-stack.yml}
 * @param rewrite the path that takes the place of the matched one
 */
public record HttpRoute(
    String name, List<Match> matches, String service, Optional<PathRewrite> rewrite) {
  static final String API_VERSION = "gateway.networking.k8s.io/v1";

  /** The name by which Knative's ingress knows a function. */
  private static final Pattern HOSTNAME =
      Pattern.compile("([a-z0-9-]+)\\." + Manifests.NAMESPACE + "\\.svc\\.cluster\\.local");

  /** How a path is compared. */
  public enum PathType {
    EXACT,
    /** By whole path elements: {@code /a} takes {@code /a/b} but not {@code /ab}. */
    PATH_PREFIX
  }

  /** Requests with this path and, where it is present, this method. */
  public record Match(PathType type, String path, Optional<String> method) {}

  /** Replaces the whole path, or the part that a prefix match has matched. */
  public record PathRewrite(boolean prefixOnly, String replacement) {}

  /** Reads the rules of one HTTPRoute object: each becomes a route of its own. */
  static List<HttpRoute> read(Section document, References references) {
    Metadata metadata = Metadata.read(document, "HTTPRoute", Manifests.NAMESPACE, references);
    Section spec = document.section("spec");
    List<Section> parents = spec.sections("parentRefs");
    if (parents.isEmpty()) {
      spec.problem("parentRefs", "must name the Gateway");
    }
    for (Section parent : parents) {
      parent.text("name");
      parent.optionalText("namespace");
      parent.optionalText("sectionName");
      parent.optionalFixed("kind", "Gateway");
      parent.optionalFixed("group", "gateway.networking.k8s.io");
    }
    List<Section> rules = spec.sections("rules");
    if (rules.isEmpty()) {
      spec.problem("rules", "must have at least one");
    }
    return rules.stream().map(rule -> rule(metadata.name(), rule, references)).toList();
  }

  private static HttpRoute rule(String name, Section rule, References references) {
    List<Match> matches = new ArrayList<>();
    for (Section match : rule.sections("matches")) {
      matches.add(match(match, references));
    }
    if (matches.isEmpty()) {
      rule.problem("matches", "must have at least one");
    }
    backend(rule);
    List<Section> filters = rule.sections("filters");
    if (filters.size() != 1) {
      rule.problem("filters", "must be one URLRewrite with the function's host name");
      return new HttpRoute(name, matches, "", Optional.empty());
    }
    filters.getFirst().fixed("type", "URLRewrite");
    Section rewrite = filters.getFirst().section("urlRewrite");
    Optional<PathRewrite> path = rewrite.optionalSection("path").map(p -> rewrite(p, matches));
    return new HttpRoute(name, matches, service(rewrite, references), path);
  }

  private static Match match(Section match, References references) {
    Section path = match.section("path");
    String type = path.text("type");
    if (!type.equals("Exact") && !type.equals("PathPrefix") && !type.isEmpty()) {
      path.problem("type", "is \"" + type + "\", must be one of Exact, PathPrefix");
    }
    String value = path.text("value");
    if (!value.startsWith("/")) {
      path.problem("value", "must start with \"/\"");
    }
    Optional<String> method = match.optionalText("method");
    if (method.isPresent() && !method.get().matches("GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH")) {
      match.problem("method", "is \"" + method.get() + "\", must be a method in capital letters");
    }
    references.declareOnce(path, "value", type + " " + value + " " + method.orElse("*"));
    return new Match(type.equals("Exact") ? PathType.EXACT : PathType.PATH_PREFIX, value, method);
  }

  /**
   * On a cluster this is the Service of Knative's ingress, which the gateway's local stand-in
   * leaves out.
   */
  private static void backend(Section rule) {
    List<Section> backends = rule.sections("backendRefs");
    if (backends.size() != 1) {
      rule.problem("backendRefs", "must be one: the Service of Knative's ingress");
    }
    for (Section backend : backends) {
      backend.optionalText("group");
      backend.optionalFixed("kind", "Service");
      backend.text("name");
      backend.text("namespace");
      backend.integer("port", 1, 65535);
    }
  }

  private static PathRewrite rewrite(Section path, List<Match> matches) {
    String type = path.text("type");
    return switch (type) {
      case "ReplaceFullPath" -> new PathRewrite(false, path.text("replaceFullPath"));
      case "ReplacePrefixMatch" -> {
        if (matches.stream().anyMatch(m -> m.type() != PathType.PATH_PREFIX)) {
          path.problem("type", "ReplacePrefixMatch needs a match of type PathPrefix");
        }
        yield new PathRewrite(true, path.text("replacePrefixMatch"));
      }
      default -> {
        path.problem(
            "type", "is \"" + type + "\", must be one of ReplaceFullPath, ReplacePrefixMatch");
        yield new PathRewrite(false, "/");
      }
    };
  }

  private static String service(Section rewrite, References references) {
    String hostname = rewrite.text("hostname");
    Matcher matcher = HOSTNAME.matcher(hostname);
    if (!matcher.matches()) {
      rewrite.problem(
          "hostname",
          "is \"%s\", must be <function>.%s.svc.cluster.local"
              .formatted(hostname, Manifests.NAMESPACE));
      return "";
    }
    references.add(rewrite, "hostname", References.SERVICE, matcher.group(1));
    return matcher.group(1);
  }
}
