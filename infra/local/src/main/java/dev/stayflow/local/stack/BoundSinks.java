package dev.stayflow.local.stack;

import dev.stayflow.local.knative.SinkBindings;
import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.Services;
import java.net.URI;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the services of {@code local-stack.yml} send their events. The SinkBindings decide it; the
 * file repeats it, because a container has nobody who binds it.
 */
final class BoundSinks {
  private BoundSinks() {}

  /**
   * The names of the services that are bound.
   *
   * @throws StackFailure naming each setting of the file that is not what the SinkBindings say
   */
  static Set<String> of(StackFile file, Manifests manifests) {
    var eventing = file.find(Planner.EVENTING);
    if (eventing.isEmpty()) {
      return Set.of();
    }
    var containers = containers(file);
    var ingress = containers.addresses().getOrDefault(Planner.EVENTING, URI.create("http://none"));
    var bound = SinkBindings.environment(manifests, containers, ingress);
    var wrong = new ArrayList<String>();
    for (var service : file.services()) {
      var expected = bound.getOrDefault(service.name(), Map.of("K_SINK", "", "K_CE_OVERRIDES", ""));
      expected.forEach(
          (setting, value) -> {
            var said = service.environment().getOrDefault(setting, "");
            if (!said.equals(value)) {
              wrong.add(difference(service.name(), setting, said, value));
            }
          });
    }
    if (!wrong.isEmpty()) {
      throw new StackFailure(String.join("\n", wrong));
    }
    return Set.copyOf(bound.keySet());
  }

  private static String difference(String service, String setting, String said, String bound) {
    return "%s: %s of %s is %s, but the SinkBindings make it %s."
        .formatted(StackFile.NAME, setting, service, shown(said), shown(bound));
  }

  private static String shown(String value) {
    return value.isEmpty() ? "absent" : "\"" + value + "\"";
  }

  private static Services containers(StackFile file) {
    var addresses = new TreeMap<String, URI>();
    for (var service : file.services()) {
      if (!service.ports().isEmpty()) {
        var port = service.ports().getFirst().container();
        addresses.put(service.name(), URI.create("http://%s:%d".formatted(service.name(), port)));
      }
    }
    return new Services(addresses);
  }
}
