package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.Services;
import dev.stayflow.local.manifests.SinkBinding;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Plays SinkBinding: what a service's environment gets. */
public final class SinkBindings {
  private SinkBindings() {}

  /**
   * The variables {@code K_SINK} and {@code K_CE_OVERRIDES} of every bound service, by the
   * service's name.
   *
   * @param eventing where the Broker's ingress answers, such as {@code http://localhost:8085}
   */
  public static Map<String, Map<String, String>> environment(
      Manifests manifests, Services services, URI eventing) {
    Addresses addresses = new Addresses(services, eventing);
    Map<String, Map<String, String>> environment = new TreeMap<>();
    for (SinkBinding binding : manifests.sinkBindings()) {
      environment.put(
          binding.service(),
          Map.of(
              "K_SINK", addresses.url(binding.sink()).toString(),
              "K_CE_OVERRIDES", overrides(binding.extensions())));
    }
    return environment;
  }

  /** Empty without overrides, as on the cluster. */
  private static String overrides(Map<String, String> extensions) {
    return extensions.isEmpty()
        ? ""
        : JsonMapper.shared().writeValueAsString(Map.of("extensions", new TreeMap<>(extensions)));
  }
}
