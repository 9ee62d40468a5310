package dev.stayflow.local.gateway;

import dev.stayflow.local.manifests.HttpRoute;
import dev.stayflow.local.manifests.HttpRoute.Match;
import dev.stayflow.local.manifests.HttpRoute.PathType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the service of a request, by the precedence of the Gateway API: an exact path first, then
 * the longest prefix.
 */
final class RouteTable {
  /** Where a request goes. */
  sealed interface Target {
    /** To this service, with the path as the route rewrites it. */
    record Service(String name, String path) implements Target {}

    /** The path is known, the method is not. */
    record WrongMethod(Set<String> allowed) implements Target {}

    /** No route has this path. */
    record Unknown() implements Target {}
  }

  private record Candidate(HttpRoute route, Match match) {}

  private static final Comparator<Candidate> PRECEDENCE =
      Comparator.comparing((Candidate c) -> c.match().type())
          .thenComparing(c -> c.match().path().length(), Comparator.reverseOrder())
          .thenComparing(c -> c.match().method().isEmpty());

  private final List<Candidate> candidates;

  RouteTable(List<HttpRoute> routes) {
    candidates =
        routes.stream()
            .flatMap(route -> route.matches().stream().map(match -> new Candidate(route, match)))
            .sorted(PRECEDENCE)
            .toList();
  }

  Target find(String method, String path) {
    List<Candidate> known = candidates.stream().filter(c -> matches(c.match(), path)).toList();
    Optional<Candidate> chosen =
        known.stream().filter(c -> c.match().method().map(method::equals).orElse(true)).findFirst();
    if (chosen.isPresent()) {
      return new Target.Service(chosen.get().route().service(), rewritten(chosen.get(), path));
    }
    if (known.isEmpty()) {
      return new Target.Unknown();
    }
    Set<String> allowed = new TreeSet<>();
    known.forEach(c -> c.match().method().ifPresent(allowed::add));
    return new Target.WrongMethod(allowed);
  }

  private static boolean matches(Match match, String path) {
    String prefix = withoutTrailingSlash(match.path());
    return match.type() == PathType.EXACT
        ? path.equals(match.path())
        : path.equals(prefix) || path.startsWith(prefix + "/");
  }

  private static String rewritten(Candidate candidate, String path) {
    return candidate
        .route()
        .rewrite()
        .map(
            rewrite ->
                rewrite.prefixOnly()
                    ? join(
                        rewrite.replacement(),
                        path.substring(withoutTrailingSlash(candidate.match().path()).length()))
                    : rewrite.replacement())
        .orElse(path);
  }

  private static String join(String prefix, String rest) {
    String joined = withoutTrailingSlash(prefix) + rest;
    return joined.startsWith("/") ? joined : "/" + joined;
  }

  private static String withoutTrailingSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
