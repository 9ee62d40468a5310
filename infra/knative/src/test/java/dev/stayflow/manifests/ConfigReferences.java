package dev.stayflow.manifests;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Each ConfigMap, Secret and key that something names is there; each Secret and key is named by
 * something. Secrets are not part of what is applied: {@code secrets.example} says which there are.
 */
final class ConfigReferences implements Check {
  private static final List<String> BOTH = List.of("data", "stringData");

  @Override
  public void check(Rendering rendering, Findings findings) {
    for (var container : rendering.containers().toList()) {
      checkContainer(container, rendering, findings);
    }
    for (var pod : rendering.pods().toList()) {
      checkVolumes(pod, rendering, findings);
    }
    rendering.all(Kind.KAFKA_SOURCE).forEach(source -> checkSource(source, rendering, findings));
    rendering
        .all(Kind.KAFKA_SINK)
        .filter(sink -> sink.at("/spec").has("auth"))
        .forEach(
            sink ->
                authentication(
                    sink,
                    "spec.auth.secret.ref.name",
                    sink.at("/spec/auth/secret/ref/name"),
                    rendering,
                    findings));
    rendering.all(Kind.BROKER).forEach(broker -> checkBroker(broker, rendering, findings));
    rendering
        .all(Kind.TRIGGER_AUTHENTICATION)
        .forEach(
            object ->
                Indexed.of(object.at("/spec/secretTargetRef"))
                    .forEach(
                        each ->
                            secret(
                                object,
                                "spec.secretTargetRef[%d]".formatted(each.index()),
                                each.node(),
                                rendering,
                                findings)));
    rendering
        .all(Kind.SECRET)
        .forEach(
            secret ->
                findings.add(
                    secret,
                    "kind",
                    "no Secret is in what is applied: see infra/knative/secrets.example"));
  }

  private static void checkContainer(
      PodTemplate.Container container, Rendering rendering, Findings findings) {
    for (var variable : Indexed.of(container.content().path("env")).toList()) {
      var field = "%s.env[%d].valueFrom".formatted(container.path(), variable.index());
      var from = variable.node().path("valueFrom");
      if (from.has("secretKeyRef")) {
        secret(
            container.owner(),
            field + ".secretKeyRef",
            from.path("secretKeyRef"),
            rendering,
            findings);
      }
      if (from.has("configMapKeyRef")) {
        configMap(
            container.owner(),
            field + ".configMapKeyRef",
            from.path("configMapKeyRef"),
            rendering,
            findings);
      }
    }
    for (var all : Indexed.of(container.content().path("envFrom")).toList()) {
      var field = "%s.envFrom[%d]".formatted(container.path(), all.index());
      if (all.node().has("configMapRef")) {
        configMap(container.owner(), field, all.node().path("configMapRef"), rendering, findings);
      }
      findings.check(
          !all.node().has("secretRef"),
          container.owner(),
          field,
          "name each key of a Secret by env, so that one sees what is read");
    }
  }

  private static void checkVolumes(PodTemplate pod, Rendering rendering, Findings findings) {
    for (var volume : Indexed.of(pod.spec().path("volumes")).toList()) {
      var field = "%s.spec.volumes[%d]".formatted(pod.path(), volume.index());
      var ofSecret = volume.node().path("secret");
      var ofConfigMap = volume.node().path("configMap");
      if (!ofSecret.isMissingNode()) {
        var name = ofSecret.path("secretName").asString("");
        items(ofSecret)
            .forEach(
                key ->
                    check(
                        pod.owner(),
                        field,
                        "Secret",
                        name,
                        key,
                        secretKeys(name, rendering),
                        findings));
      }
      if (!ofConfigMap.isMissingNode()) {
        var name = ofConfigMap.path("name").asString("");
        items(ofConfigMap)
            .forEach(
                key ->
                    check(
                        pod.owner(),
                        field,
                        "ConfigMap",
                        name,
                        key,
                        configKeys(name, pod.owner(), rendering),
                        findings));
      }
    }
  }

  /** The keys that a volume takes; an empty one stands for all of them. */
  private static Stream<String> items(JsonNode volume) {
    return volume.has("items")
        ? Indexed.of(volume.path("items")).map(item -> item.node().path("key").asString(""))
        : Stream.of("");
  }

  private static void checkSource(Manifest source, Rendering rendering, Findings findings) {
    for (var part :
        List.of("sasl/type", "sasl/user", "sasl/password", "tls/cert", "tls/key", "tls/caCert")) {
      var ref = source.at("/spec/net/" + part + "/secretKeyRef");
      if (!ref.isMissingNode()) {
        secret(source, "spec.net." + part.replace('/', '.'), ref, rendering, findings);
      }
    }
  }

  private static void checkBroker(Manifest broker, Rendering rendering, Findings findings) {
    var config = broker.at("/spec/config");
    if (config.isMissingNode()) {
      return;
    }
    var named =
        rendering.find(
            Kind.CONFIG_MAP,
            config.path("namespace").asString(broker.namespace()),
            config.path("name").asString(""));
    findings.check(
        named.isPresent()
            && config.path("kind").asString("").equals("ConfigMap")
            && config.path("apiVersion").asString("").equals("v1"),
        broker,
        "spec.config",
        "there is no v1 ConfigMap \"%s\"".formatted(config.path("name").asString("")));
    named
        .map(map -> map.at("/data/auth.secret.ref.name"))
        .filter(name -> !name.isMissingNode())
        .ifPresent(
            name ->
                authentication(
                    named.get(), "data.auth.secret.ref.name", name, rendering, findings));
  }

  /** The Secret of Kafka, in the format that Knative's data plane reads. */
  private static void authentication(
      Manifest in, String field, JsonNode name, Rendering rendering, Findings findings) {
    for (var key : List.of("protocol", "sasl.mechanism", "user", "password")) {
      check(
          in,
          field,
          "Secret",
          name.asString(""),
          key,
          secretKeys(name.asString(""), rendering),
          findings);
    }
  }

  private static void secret(
      Manifest in, String field, JsonNode ref, Rendering rendering, Findings findings) {
    var name = ref.path("name").asString("");
    check(
        in,
        field,
        "Secret",
        name,
        ref.path("key").asString(""),
        secretKeys(name, rendering),
        findings);
  }

  private static void configMap(
      Manifest in, String field, JsonNode ref, Rendering rendering, Findings findings) {
    var name = ref.path("name").asString("");
    check(
        in,
        field,
        "ConfigMap",
        name,
        ref.path("key").asString(""),
        configKeys(name, in, rendering),
        findings);
  }

  private static void check(
      Manifest in,
      String field,
      String kind,
      String name,
      String key,
      Optional<Set<String>> keys,
      Findings findings) {
    if (keys.isEmpty()) {
      findings.add(in, field, "there is no %s \"%s\"".formatted(kind, name));
    } else if (!key.isEmpty() && !keys.get().contains(key)) {
      findings.add(
          in,
          field,
          "the %s %s has no key \"%s\"; it has %s".formatted(kind, name, key, keys.get()));
    }
  }

  private static Optional<Set<String>> configKeys(String name, Manifest in, Rendering rendering) {
    return rendering.find(Kind.CONFIG_MAP, in.namespace(), name).map(ConfigReferences::keys);
  }

  private static Optional<Set<String>> secretKeys(String name, Rendering rendering) {
    return Secrets.examples(rendering).stream()
        .filter(secret -> secret.name().equals(name))
        .findFirst()
        .map(ConfigReferences::keys);
  }

  static Set<String> keys(Manifest object) {
    return BOTH.stream()
        .flatMap(part -> object.content().path(part).propertyNames().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
