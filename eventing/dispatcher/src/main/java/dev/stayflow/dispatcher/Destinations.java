package dev.stayflow.dispatcher;

import io.cloudevents.CloudEvent;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where events go: to the URL they ask for, if the allow-list permits it; else by their type; else
 * to the sink.
 *
 * @param allowed prefixes of URLs that an event may ask for
 * @param byType sinks of delivered types
 * @param sink of everything else
 */
record Destinations(List<URI> allowed, Map<String, URI> byType, Optional<URI> sink) {

  /** An absolute http or https URL without user, fragment and dots that climb; else nothing. */
  static Optional<URI> parse(String text) {
    try {
      var url = new URI(text);
      var scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      var fits =
          (scheme.equals("http") || scheme.equals("https"))
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null
              && Arrays.stream(path(url).split("/")).noneMatch(Destinations::climbs);
      return fits ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** Many servers drop what follows a semicolon before they resolve dots: {@code ..;x} climbs. */
  private static boolean climbs(String segment) {
    return segment.equals("..") || segment.startsWith("..;");
  }

  boolean permits(URI url) {
    return allowed.stream().anyMatch(prefix -> covers(prefix, url));
  }

  /** The destination of an event that was accepted; absent when none is configured. */
  Optional<URI> of(CloudEvent request, String deliveredType) {
    var asked = request.getExtension(Attribute.DELIVER_TO);
    if (asked != null) {
      return parse(asked.toString()).filter(this::permits);
    }
    return Optional.ofNullable(byType.get(deliveredType)).or(() -> sink);
  }

  /** The same scheme, host and port, and a path below: /a covers /a and /a/b, not /ab. */
  private static boolean covers(URI prefix, URI url) {
    var below = path(prefix).endsWith("/") ? path(prefix) : path(prefix) + "/";
    return prefix.getScheme().equalsIgnoreCase(url.getScheme())
        && prefix.getHost().equalsIgnoreCase(url.getHost())
        && port(prefix) == port(url)
        && (path(url).equals(path(prefix)) || path(url).startsWith(below));
  }

  private static String path(URI url) {
    return url.getPath() == null || url.getPath().isEmpty() ? "/" : url.getPath();
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }
    return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
  }
}
