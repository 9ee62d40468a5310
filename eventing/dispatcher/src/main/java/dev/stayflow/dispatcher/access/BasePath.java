package dev.stayflow.dispatcher.access;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/**
 * The console behind a proxy that has other services, too: every path gets a prefix as its context
 * path, so that links, redirects and cookies hold it. It does not matter whether the proxy takes
 * the prefix away before it passes a request on.
 */
final class BasePath implements Filter {
  private final String prefix;
  private final ConsolePort console;

  /**
   * A prefix of the console's paths.
   *
   * @param prefix empty, or starting with a slash and not ending so
   */
  BasePath(String prefix, ConsolePort console) {
    this.prefix = prefix;
    this.console = console;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    var received = (HttpServletRequest) request;
    var done = prefix.isEmpty() || received.getContextPath().equals(prefix);
    chain.doFilter(
        done || !console.received(request) ? request : new Prefixed(received, prefix), response);
  }

  private static final class Prefixed extends HttpServletRequestWrapper {
    private final String prefix;

    Prefixed(HttpServletRequest request, String prefix) {
      super(request);
      this.prefix = prefix;
    }

    @Override
    public String getContextPath() {
      return prefix;
    }

    @Override
    public String getServletPath() {
      return without(super.getServletPath());
    }

    @Override
    public String getRequestURI() {
      return prefix + without(super.getRequestURI());
    }

    @Override
    public StringBuffer getRequestURL() {
      var url = super.getRequestURL();
      var pathLength = super.getRequestURI().length();
      return url.replace(url.length() - pathLength, url.length(), getRequestURI());
    }

    private String without(String path) {
      if (path.equals(prefix)) {
        return "/";
      }
      return path.startsWith(prefix + "/") ? path.substring(prefix.length()) : path;
    }
  }
}
