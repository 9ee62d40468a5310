package dev.stayflow.deploy;

import java.net.URI;
import java.util.function.Function;

/**
 * A way in for guests' requests.
 *
 * @param told how a user would call it
 * @param target where a public path leads
 * @param forward what keeps it open; closed with it
 */
record Entrance(String told, Function<String, Target> target, AutoCloseable forward)
    implements AutoCloseable {

  /**
   * @param host what stands in the header of that name; empty: what the address says
   */
  record Target(URI uri, String host) {}

  static Entrance at(URI base, String host) {
    return new Entrance(
        base + (host.isEmpty() ? "" : " (Host: %s)".formatted(host)),
        path -> new Target(base.resolve(path), host),
        () -> {});
  }

  @Override
  public void close() {
    try {
      forward.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
