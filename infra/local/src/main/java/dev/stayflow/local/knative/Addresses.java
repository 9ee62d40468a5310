package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Destination;
import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.Services;
import java.net.URI;

/** Where destinations of manifests are in the local stack. */
final class Addresses {
  private final Services services;
  private final URI eventing;

  /**
   * @param eventing where this process' ingress answers
   */
  Addresses(Services services, URI eventing) {
    this.services = services;
    this.eventing = eventing;
  }

  /** The URL of a destination; a KafkaSink has one in name only, as on the cluster. */
  URI url(Destination destination) {
    return switch (destination) {
      case Destination.Service(String name, String path) ->
          services
              .url(name, path)
              .orElseThrow(() -> new IllegalArgumentException("no service " + name));
      case Destination.ToBroker(String name) ->
          eventing.resolve("/" + Manifests.NAMESPACE + "/" + name);
      case Destination.ToKafkaSink(String name) ->
          URI.create(
              "http://kafka-sink-ingress.knative-eventing.svc.cluster.local/%s/%s"
                  .formatted(Manifests.NAMESPACE, name));
      case Destination.Address(URI uri) -> uri;
    };
  }
}
