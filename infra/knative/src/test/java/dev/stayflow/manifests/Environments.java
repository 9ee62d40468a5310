package dev.stayflow.manifests;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Environment variables: each that a process reads is set, unless its default is meant to hold
 * here, each that is set is read, and the process takes the values.
 */
final class Environments implements Check {
  /** What every process of ours reads, beside what it reads for itself. */
  private static final Set<String> OF_EVERY_PROCESS =
      Set.of("PORT", "SHUTDOWN_GRACE", "LOG_LEVEL", "LOG_FORMAT");

  /** Theirs come from Knative and from SinkBindings. */
  private static final Set<String> INJECTED =
      Set.of("PORT", "K_SINK", "K_CE_OVERRIDES", "K_CA_CERTS");

  /** A guest without a token is for the local stack alone, which is where it is refused. */
  private static final Set<String> LOCAL_ONLY = Set.of("DEV_GUEST", "LOCAL_STACK");

  /** What else there is to be asked for, when other choices are made. */
  private static final List<Map<String, String>> OTHER_CHOICES =
      List.of(
          Map.of("JWT_JWKS_URL", "https://example.com/keys", "JWT_SECRET", ""),
          Map.of("PAYMENT_PROVIDERS", "sandbox,wechat"));

  /** Their defaults do; the README of each process tells when one would set them. */
  private static final Set<String> DEFAULT_WILL_DO =
      Set.of(
          "DATABASE_WAIT",
          "JWT_LEEWAY",
          "KAFKA_BATCH_SIZE",
          "KAFKA_CONFIRM_WITHIN",
          "KAFKA_LINGER",
          "KAFKA_TOPIC",
          // Of a Kafka that asks for a password: component kafka-sasl
          "KAFKA_USERNAME",
          "KAFKA_PASSWORD",
          "PAYMENT_ANSWER_WITHIN",
          // Of hosts that bring nothing from Kafka to functions
          "PUBLISH_BY",
          "SETTLE_BATCH",
          "SETTLE_FOR");

  @Override
  public void check(Rendering rendering, Findings findings) {
    var processes = Processes.here();
    for (var container : rendering.containers().toList()) {
      var process = processes.get(container);
      if (process.isEmpty()) {
        continue;
      }
      var environment = Environment.of(container, rendering);
      var read = process.get().read(environment.values());
      var asked = new TreeSet<>(read.names());
      asked.addAll(OF_EVERY_PROCESS);
      for (var choice : OTHER_CHOICES) {
        var other = new HashMap<>(environment.values());
        other.putAll(choice);
        asked.addAll(process.get().read(other).names());
      }
      for (var name : environment.names()) {
        findings.check(
            asked.contains(name) || name.startsWith("OTEL_"),
            container.owner(),
            container.path() + ".env",
            "%s is set, but %s does not read it".formatted(name, process.get().name()));
      }
      if (process.get().isFunction()) {
        missing(container, environment, read.names(), findings);
        sink(container, environment, read.names(), findings);
      }
      read.problems().stream()
          // Keys and certificates are files that only a pod has.
          .filter(problem -> !problem.matches("\\w+_FILE: .*"))
          .forEach(problem -> findings.add(container.owner(), container.path() + ".env", problem));
    }
    everySettingIsUsed(rendering, findings);
  }

  private static void missing(
      PodTemplate.Container container,
      Environment environment,
      Set<String> read,
      Findings findings) {
    var missing = new TreeSet<>(read);
    missing.add("LOG_LEVEL");
    missing.add("LOG_FORMAT");
    missing.add("SHUTDOWN_GRACE");
    missing.removeAll(environment.names());
    missing.removeAll(INJECTED);
    missing.removeAll(LOCAL_ONLY);
    missing.removeAll(DEFAULT_WILL_DO);
    findings.check(
        missing.isEmpty(),
        container.owner(),
        container.path() + ".env",
        "reads %s, which is not set".formatted(missing));
  }

  private static void sink(
      PodTemplate.Container container,
      Environment environment,
      Set<String> read,
      Findings findings) {
    findings.check(
        read.contains("K_SINK") == environment.isBound(),
        container.owner(),
        "metadata.name",
        read.contains("K_SINK")
            ? "reads K_SINK, but no SinkBinding sets it"
            : "has a SinkBinding, but does not read K_SINK");
  }

  /** Keys of the settings that no container takes were misspelt or forgotten. */
  private static void everySettingIsUsed(Rendering rendering, Findings findings) {
    var used =
        rendering
            .containers()
            .flatMap(container -> Indexed.of(container.content().path("env")))
            .map(variable -> variable.node().at("/valueFrom/configMapKeyRef/key").asString(""))
            .collect(Collectors.toSet());
    var takenWhole =
        rendering
            .containers()
            .flatMap(container -> Indexed.of(container.content().path("envFrom")))
            .map(all -> all.node().at("/configMapRef/name").asString(""))
            .collect(Collectors.toSet());
    for (var settings : List.of("stayflow-settings")) {
      rendering
          .all(Kind.CONFIG_MAP)
          .filter(map -> map.name().equals(settings) && !takenWhole.contains(settings))
          .forEach(
              map ->
                  ConfigReferences.keys(map)
                      .forEach(
                          key ->
                              findings.check(
                                  used.contains(key),
                                  map,
                                  "data." + key,
                                  "no container takes it")));
    }
  }
}
