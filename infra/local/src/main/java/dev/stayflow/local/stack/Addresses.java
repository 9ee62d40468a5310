package dev.stayflow.local.stack;

import dev.stayflow.local.servers.Ports;
import dev.stayflow.local.stack.Service.Port;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the services of a stack listen on this machine.
 *
 * @param ports by service and container port
 */
record Addresses(StackFile file, Map<String, Map<Integer, Integer>> ports) {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?<![\\w.-])([a-z][a-z0-9-]*):(\\d+)");
  private static final String LOCALHOST = "localhost";

  /** The ports that the file publishes. */
  static Addresses published(StackFile file) {
    return choose(file, Port::published);
  }

  /** Free ports, for a stack that runs beside another one. */
  static Addresses free(StackFile file) {
    return choose(file, port -> Ports.free());
  }

  private static Addresses choose(StackFile file, ToIntFunction<Port> choice) {
    var ports = new LinkedHashMap<String, Map<Integer, Integer>>();
    for (var service : file.services()) {
      var own = new LinkedHashMap<Integer, Integer>();
      service.ports().forEach(port -> own.put(port.container(), choice.applyAsInt(port)));
      own.values().stream()
          .findFirst()
          .ifPresent(first -> service.aliases().forEach(alias -> own.put(alias, first)));
      ports.put(service.name(), own);
    }
    return new Addresses(file, ports);
  }

  /** The port on which a service answers. */
  int port(String service) {
    return ports.getOrDefault(service, Map.of()).values().stream()
        .findFirst()
        .orElseThrow(() -> new StackFailure("The service %s has no port.".formatted(service)));
  }

  URI uri(String service) {
    return URI.create("http://localhost:" + port(service));
  }

  /** Another port of a service than its first, named by the container's. */
  URI uri(String service, int containerPort) {
    return URI.create("http://localhost:" + ofContainer(service, containerPort));
  }

  /**
   * Turns addresses between containers, and published ones, into those of this machine: {@code
   * <service>:<port>}, a service by itself in a setting {@code X_HOST} with its port in {@code
   * X_PORT}, and a port of the service's own in any other setting whose name ends with PORT.
   *
   * @param all the service's settings
   */
  String localize(String service, String setting, Map<String, String> all) {
    var value = all.getOrDefault(setting, "");
    if (setting.endsWith("_HOST") && ports.containsKey(value)) {
      return LOCALHOST;
    }
    var host = setting.endsWith("_PORT") ? all.get(setting.replaceFirst("PORT$", "HOST")) : null;
    return localize(host != null && ports.containsKey(host) ? host : service, setting, value);
  }

  private String localize(String service, String setting, String value) {
    if (setting.endsWith("PORT") && value.matches("\\d{1,5}")) {
      var port = Integer.parseInt(value);
      return Integer.toString(ports.getOrDefault(service, Map.of()).getOrDefault(port, port));
    }
    return HOST_AND_PORT
        .matcher(value)
        .replaceAll(
            found -> {
              var host = found.group(1);
              var port = Integer.parseInt(found.group(2));
              var local = host.equals(LOCALHOST) ? ofPublished(port) : ofContainer(host, port);
              if (local < 0) {
                throw new StackFailure(
                    "%s: the setting %s of %s names %s, but %s has no port %d."
                        .formatted(StackFile.NAME, setting, service, found.group(), host, port));
              }
              return Matcher.quoteReplacement(
                  (ports.containsKey(host) ? LOCALHOST : host) + ":" + local);
            });
  }

  private int ofContainer(String host, int port) {
    var own = ports.get(host);
    return own == null ? port : own.getOrDefault(port, -1);
  }

  private int ofPublished(int published) {
    for (var service : file.services()) {
      for (var port : service.ports()) {
        if (port.published() == published) {
          return ofContainer(service.name(), port.container());
        }
      }
    }
    return published;
  }
}
