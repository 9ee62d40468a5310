package dev.stayflow.dispatcher.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets each port answer only the paths that belong to it. */
final class PortGuard extends OncePerRequestFilter {
  private static final Set<String> OF_EVENTS = Set.of("/dead-letters", "/metrics");

  private final ConsolePort console;

  PortGuard(ConsolePort console) {
    this.console = console;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (console.received(request) == isForPeople(request)) {
      chain.doFilter(request, response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  /** By the path as the container resolved it: decoded, and without dots that climb. */
  private static boolean isForPeople(HttpServletRequest request) {
    var path = request.getServletPath();
    return path.equals("/")
        ? request.getMethod().equals("GET") || request.getMethod().equals("HEAD")
        : !OF_EVENTS.contains(path) && !path.startsWith("/health/");
  }
}
