package dev.stayflow.local.manifests;

import java.net.URI;
import java.util.Optional;

/**
 * Where events go: a {@code ref}, a {@code ref} with a relative {@code uri}, or an absolute {@code
 * uri}.
 */
public sealed interface Destination {
  /**
   * A Knative or core Service by its name in {@code local-stack.yml}, at {@code path}, which starts
   * with a slash.
   */
  record Service(String name, String path) implements Destination {}

  /** The Broker of this name. */
  record ToBroker(String name) implements Destination {}

  /** The KafkaSink of this name. */
  record ToKafkaSink(String name) implements Destination {}

  /** Somewhere else, by its absolute URL. */
  record Address(URI uri) implements Destination {}

  /** Reads the destination; a wrong one is reported and becomes a service without a name. */
  static Destination read(Section section, References references) {
    Optional<Section> ref = section.optionalSection("ref");
    Optional<String> uri = section.optionalText("uri");
    if (ref.isEmpty()) {
      return uri.map(text -> address(section, text))
          .orElseGet(
              () -> {
                section.problem("needs a ref, or an absolute uri");
                return new Service("", "/");
              });
    }
    Destination target = target(ref.get(), uri.orElse("/"), references);
    if (uri.isPresent() && !(target instanceof Service)) {
      section.problem("uri", "only a Service takes a path");
    } else if (uri.isPresent() && !uri.get().startsWith("/")) {
      section.problem("uri", "beside a ref it must be a path that starts with \"/\"");
    }
    return target;
  }

  private static Destination target(Section ref, String path, References references) {
    String kind = ref.text("kind");
    String name = ref.text("name");
    ref.optionalFixed("namespace", Manifests.NAMESPACE);
    return switch (kind) {
      case "Broker" -> {
        ref.fixed("apiVersion", "eventing.knative.dev/v1");
        references.add(ref, "Broker", name);
        yield new ToBroker(name);
      }
      case "KafkaSink" -> {
        ref.fixed("apiVersion", "eventing.knative.dev/v1alpha1");
        references.add(ref, "KafkaSink", name);
        yield new ToKafkaSink(name);
      }
      case "Service" -> {
        String version = ref.text("apiVersion");
        if (!version.equals("v1") && !version.equals("serving.knative.dev/v1")) {
          ref.problem("apiVersion", "of a Service must be v1 or serving.knative.dev/v1");
        }
        references.add(ref, References.SERVICE, name);
        yield new Service(name, path);
      }
      default -> {
        ref.problem("kind", "is \"" + kind + "\", must be one of Service, Broker, KafkaSink");
        yield new Service("", "/");
      }
    };
  }

  private static Destination address(Section section, String text) {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null && uri.getScheme().matches("https?")) {
        return new Address(uri);
      }
    } catch (IllegalArgumentException notAUri) {
      // told below, together with what is not absolute
    }
    section.problem("uri", "without a ref it must be an absolute http(s) URL");
    return new Service("", "/");
  }
}
