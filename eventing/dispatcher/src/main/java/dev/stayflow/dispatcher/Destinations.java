package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.settings.HttpUrl;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where events go: to the URL they ask for, if the allow-list permits it; else by their type; else
 * to the sink.
 *
 * @param allowed prefixes of URLs that an event may ask for
 * @param byType sinks of delivered types
 * @param unheard types that nobody hears of: what has one is taken and forgotten
 * @param sink of everything else
 */
record Destinations(
    List<URI> allowed, Map<String, URI> byType, Set<String> unheard, Optional<URI> sink) {

  boolean permits(URI url) {
    return allowed.stream().anyMatch(prefix -> covers(prefix, url));
  }

  /** The destination of an event that was accepted; absent when none is configured. */
  Optional<URI> of(CloudEvent request, String deliveredType) {
    var asked = Attribute.of(request, Attribute.DELIVER_TO);
    return asked.isPresent()
        ? asked.flatMap(HttpUrl::parse).filter(this::permits)
        : of(deliveredType);
  }

  /** The destination of an event that the dispatcher itself sends. */
  Optional<URI> of(String type) {
    return isUnheard(type)
        ? Optional.empty()
        : Optional.ofNullable(byType.get(type)).or(() -> sink);
  }

  /** Whether nobody hears of events of that type, unless they say themselves where to. */
  boolean isUnheard(String type) {
    return unheard.contains(type);
  }

  /** The same scheme, host and port, and a path below: /a covers /a and /a/b, not /ab. */
  static boolean covers(URI prefix, URI url) {
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
