package dev.stayflow.dispatcher.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what a page of another site asks for in somebody's name. Browsers say where a request
 * comes from: {@code Sec-Fetch-Site} on safe connections, {@code Origin} always. Programs send
 * neither. This stands beside the CSRF token, not in its place.
 */
final class CrossSiteGuard extends OncePerRequestFilter {
  private static final Set<String> ONLY_READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final Refusals refusals;

  CrossSiteGuard(Refusals refusals) {
    this.refusals = refusals;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (ONLY_READING.contains(request.getMethod()) || comesFromHere(request)) {
      chain.doFilter(request, response);
    } else {
      refusals.forbid(request, response, "This request comes from a page of another site");
    }
  }

  private static boolean comesFromHere(HttpServletRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    var origin = request.getHeader("Origin");
    return origin == null || isThisHost(origin, request);
  }

  private static boolean isThisHost(String origin, HttpServletRequest request) {
    try {
      var from = URI.create(origin);
      return request.getServerName().equalsIgnoreCase(from.getHost())
          && request.getServerPort() == port(from);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int port(URI origin) {
    if (origin.getPort() >= 0) {
      return origin.getPort();
    }
    return "https".equals(origin.getScheme()) ? 443 : 80;
  }
}
