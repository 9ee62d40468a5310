package dev.stayflow.manifests;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The environment that a container would get, with Secrets that somebody has filled in.
 *
 * @param isBound whether a SinkBinding adds K_SINK
 */
record Environment(Map<String, String> values, boolean isBound) {
  private static final Map<String, String> SECRETS =
      Map.ofEntries(
          Map.entry("database/url", "jdbc:postgresql://postgres:5432/stayflow"),
          Map.entry("tokens/jwt-secret", "k8Jd03-dkGh28sHdk20_fjgKsL38dhGt"),
          Map.entry(
              "payment-sandbox/webhook-secret",
              "whsec_" + Base64.getEncoder().encodeToString(new byte[32])),
          Map.entry("payment-wechat/api-v3-secret", "0123456789abcdef0123456789abcdef"),
          Map.entry("dispatcher/console-secret", "k8Jd03-dkGh28sHdk20_fjgKsL38dhGt"),
          Map.entry(
              "dispatcher/console-users",
              "admin:operator:{bcrypt}$2y$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy"),
          Map.entry("dispatcher/console-tokens", "ci:viewer:k8Jd03-dkGh28sHdk20_fjgKsL38dhGt"));

  static Environment of(PodTemplate.Container container, Rendering rendering) {
    var values = new HashMap<String, String>();
    for (var all : Indexed.of(container.content().path("envFrom")).toList()) {
      config(all.node().at("/configMapRef/name").asString(""), container, rendering)
          .forEach(values::put);
    }
    for (var variable : Indexed.of(container.content().path("env")).toList()) {
      values.put(variable.node().path("name").asString(""), value(variable, container, rendering));
    }
    var owner = container.owner();
    boolean isBound =
        rendering
            .all(Kind.SINK_BINDING)
            .filter(binding -> binding.namespace().equals(owner.namespace()))
            .map(binding -> binding.at("/spec/subject"))
            .anyMatch(
                subject ->
                    subject.path("apiVersion").asString("").equals(owner.apiVersion())
                        && subject.path("kind").asString("").equals(owner.kind())
                        && subject.path("name").asString("").equals(owner.name()));
    if (isBound) {
      values.put("K_SINK", "http://broker/stayflow/stayflow");
    }
    return new Environment(values, isBound);
  }

  private static String value(
      Indexed variable, PodTemplate.Container container, Rendering rendering) {
    var from = variable.node().path("valueFrom");
    if (from.has("secretKeyRef")) {
      var ref = from.path("secretKeyRef");
      return SECRETS.getOrDefault(
          ref.path("name").asString("") + "/" + ref.path("key").asString(""), "something");
    }
    if (from.has("configMapKeyRef")) {
      var ref = from.path("configMapKeyRef");
      return config(ref.path("name").asString(""), container, rendering)
          .getOrDefault(ref.path("key").asString(""), "");
    }
    return variable.node().path("value").asString("");
  }

  private static Map<String, String> config(
      String name, PodTemplate.Container container, Rendering rendering) {
    var data = new HashMap<String, String>();
    rendering
        .find(Kind.CONFIG_MAP, container.owner().namespace(), name)
        .ifPresent(
            map ->
                map.at("/data")
                    .properties()
                    .forEach(entry -> data.put(entry.getKey(), entry.getValue().asString(""))));
    return data;
  }

  /** What is set by manifests, without what a SinkBinding adds. */
  Set<String> names() {
    var names = new TreeSet<>(values.keySet());
    names.removeAll(List.of("K_SINK"));
    return names;
  }
}
