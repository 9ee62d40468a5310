package dev.stayflow.local.manifests;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Where the services of the stack answer: name in {@code local-stack.yml} to base URL. */
public record Services(Map<String, URI> addresses) {
  /**
   * Reads {@code name=http://host:port} pairs, separated by commas or white space.
   *
   * @throws IllegalArgumentException naming the pair that is wrong
   */
  public static Services parse(String text) {
    Map<String, URI> addresses = new TreeMap<>();
    for (String pair : text.trim().split("[,\\s]+", -1)) {
      int equals = pair.indexOf('=');
      URI address = URI.create(pair.substring(equals + 1));
      if (equals < 1 || address.getHost() == null) {
        throw new IllegalArgumentException(
            "\"" + pair + "\" is not a service: write name=http://host:port");
      }
      addresses.put(pair.substring(0, equals), address);
    }
    return new Services(addresses);
  }

  /** The names that manifests may refer to. */
  public Set<String> names() {
    return addresses.keySet();
  }

  /**
   * The URL of {@code path}, which starts with a slash, at the service; empty when there is no such
   * service.
   */
  public Optional<URI> url(String service, String path) {
    // Not URI.resolve: a path that starts with two slashes would lead to another host.
    return Optional.ofNullable(addresses.get(service))
        .map(base -> URI.create(base.getScheme() + "://" + base.getRawAuthority() + path));
  }
}
