package dev.stayflow.deploy;

import java.util.List;

/**
 * A step of a deployment: what is in it is ready before the next one begins. Taken away in the
 * opposite order, so that a Broker goes after its Triggers, whose consumers would bring its topic
 * back with one partition, and Kafka after the Broker, which deletes that topic.
 */
enum Phase {
  NAMESPACE("namespace"),
  SETTINGS("settings, accounts and permissions"),
  SERVERS("servers"),
  JOBS("migration and topics"),
  BROKER("Broker and KafkaSink"),
  BINDINGS("SinkBindings"),
  FUNCTIONS("functions and dispatcher"),
  EVENTS("Triggers and sources"),
  GATEWAY("gateway");

  static final String SERVING = "serving.knative.dev";
  static final String EVENTING = "eventing.knative.dev";
  static final String SOURCES = "sources.knative.dev";
  static final String GATEWAYS = "gateway.networking.k8s.io";

  private final String title;

  Phase(String title) {
    this.title = title;
  }

  /** As people count. */
  int number() {
    return List.of(values()).indexOf(this) + 1;
  }

  String title() {
    return title;
  }

  /** What a kind without a line of its own waits for is unknown, so it comes with the functions. */
  static Phase of(Manifest manifest) {
    var name = manifest.name();
    return switch (name.group()) {
      case "" -> name.kind().equals("Service") ? SERVERS : core(name.kind());
      case "rbac.authorization.k8s.io", "networking.k8s.io", "scheduling.k8s.io" -> SETTINGS;
      case "apps" -> ofWorkload(manifest);
      case "batch" -> name.kind().equals("Job") ? JOBS : FUNCTIONS;
      case EVENTING ->
          switch (name.kind()) {
            case "Broker", "KafkaSink" -> BROKER;
            // A policy is ready when all those are there whom it names as senders.
            case "Trigger", "EventPolicy" -> EVENTS;
            default -> FUNCTIONS;
          };
      case SOURCES -> name.kind().equals("SinkBinding") ? BINDINGS : EVENTS;
      // A route that comes before its permission is refused at first.
      case GATEWAYS -> name.kind().equals("ReferenceGrant") ? SETTINGS : GATEWAY;
      default -> FUNCTIONS;
    };
  }

  private static Phase core(String kind) {
    return switch (kind) {
      case "Namespace" -> NAMESPACE;
      case "PersistentVolumeClaim" -> SERVERS;
      default -> SETTINGS;
    };
  }

  private static Phase ofWorkload(Manifest manifest) {
    return manifest.name().kind().equals("StatefulSet") ? SERVERS : FUNCTIONS;
  }

  /** Those of this phase, in the order of the list. */
  List<Manifest> of(List<Manifest> manifests) {
    return manifests.stream().filter(manifest -> of(manifest) == this).toList();
  }
}
