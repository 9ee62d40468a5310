package dev.stayflow.manifests;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All objects that would be applied together.
 *
 * @param name such as {@code overlays/dev + components/keda}
 * @param repository where it was rendered: this repository or a copy of it
 */
record Rendering(String name, Repository repository, List<Manifest> objects) {
  Stream<Manifest> all(Kind kind) {
    return objects.stream().filter(object -> object.is(kind));
  }

  Optional<Manifest> find(Kind kind, String namespace, String name) {
    return all(kind)
        .filter(object -> object.name().equals(name) && object.namespace().equals(namespace))
        .findFirst();
  }

  Stream<PodTemplate> pods() {
    return objects.stream().flatMap(PodTemplate::of);
  }

  Stream<PodTemplate.Container> containers() {
    return pods().flatMap(pod -> pod.containers().stream());
  }

  /** Whether these are orders, not the dispatcher alone as others install it. */
  boolean isOfOrders() {
    return name.startsWith("overlays/");
  }
}
