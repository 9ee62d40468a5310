package dev.stayflow.local.manifests;

/** A topic as a place for events. */
public record KafkaSink(String name, String topic) {
  static final String API_VERSION = "eventing.knative.dev/v1alpha1";

  static KafkaSink read(Section document, References references) {
    Metadata metadata = Metadata.read(document, "KafkaSink", Manifests.NAMESPACE, references);
    Section spec = document.section("spec");
    spec.texts("bootstrapServers");
    spec.optionalFixed("contentMode", "binary");
    if (spec.integer("numPartitions", 1, 9999).isPresent()) {
      spec.problem(
          "numPartitions", "makes Knative delete the topic with the KafkaSink: leave it out");
    }
    return new KafkaSink(metadata.name(), spec.text("topic"));
  }
}
