package dev.stayflow.local.manifests;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells a service where its events go.
 *
 * @param service the bound service by its name in {@code local-stack.yml}
 * @param extensions attributes that every event gets ({@code ceOverrides})
 */
public record SinkBinding(
    String name, String service, Destination sink, Map<String, String> extensions) {
  static final String API_VERSION = "sources.knative.dev/v1";

  /** What can be bound, by kind; a CronJob or a Pod has nothing that plays it locally. */
  private static final Map<String, String> SUBJECTS =
      Map.of("Service", "serving.knative.dev/v1", "Deployment", "apps/v1");

  /** The labels that hold a service's name. */
  private static final Set<String> NAME_LABELS =
      Set.of("app", "app.kubernetes.io/name", "serving.knative.dev/service");

  static SinkBinding read(Section document, References references) {
    Metadata metadata = Metadata.read(document, "SinkBinding", Manifests.NAMESPACE, references);
    Section spec = document.section("spec");
    return new SinkBinding(
        metadata.name(),
        subject(spec.section("subject"), references),
        Destination.read(spec.section("sink"), references),
        Overrides.read(spec));
  }

  private static String subject(Section subject, References references) {
    String kind = subject.text("kind");
    String version = SUBJECTS.get(kind);
    if (version == null) {
      subject.problem("kind", "is \"" + kind + "\", must be one of Service, Deployment");
    } else {
      subject.fixed("apiVersion", version);
    }
    subject.optionalFixed("namespace", Manifests.NAMESPACE);
    if (subject.has("name") == subject.has("selector")) {
      subject.problem("needs either a name or a selector");
      return "";
    }
    if (subject.has("name")) {
      String name = subject.text("name");
      references.add(subject, References.SERVICE, name);
      return name;
    }
    return selected(subject.section("selector").section("matchLabels"), references);
  }

  private static String selected(Section labels, References references) {
    List<Map.Entry<String, String>> named =
        labels.entries().entrySet().stream().filter(e -> NAME_LABELS.contains(e.getKey())).toList();
    if (named.size() != 1 || labels.names().size() != 1) {
      labels.problem("must be exactly one of the labels " + NAME_LABELS.stream().sorted().toList());
      return "";
    }
    String name = named.getFirst().getValue();
    references.add(labels, named.getFirst().getKey(), References.SERVICE, name);
    return name;
  }
}
