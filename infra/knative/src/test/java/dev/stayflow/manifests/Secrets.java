package dev.stayflow.manifests;

import java.util.List;
import java.util.stream.Stream;

/** The Secrets that an installation makes by itself, as the examples show them. */
final class Secrets {
  private Secrets() {}

  static List<Manifest> examples(Rendering rendering) {
    var repository = rendering.repository();
    return rendering.isOfOrders()
        ? repository.files("secrets.example")
        : Stream.of("dispatcher")
            .flatMap(folder -> repository.files(folder).stream())
            .filter(object -> object.is(Kind.SECRET))
            .toList();
  }
}
