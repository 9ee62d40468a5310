package dev.stayflow.manifests;

import dev.stayflow.contracts.EventType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Events between functions: each type that a Trigger waits for is one of the catalogue that code
 * tells, each that the catalogue says somebody hears has its Trigger; the same of topics.
 */
final class EventTypes implements Check {
  private static final Set<String> SYNTHESISED = Set.of("dev.knative.kafka.event");

  /** What the dispatcher tells of itself; nobody hears it yet. */
  private static final Set<String> OF_THE_DISPATCHER =
      Set.of("dev.stayflow.delivery.failed.v1", "dev.stayflow.delivery.rescheduled.v1");

  @Override
  public void check(Rendering rendering, Findings findings) {
    var told = told();
    for (var trigger : rendering.all(Kind.TRIGGER).toList()) {
      for (var type : types(trigger)) {
        findings.check(
            told.contains(type),
            trigger,
            "spec.filters",
            "nobody tells events of the type \"%s\"; known: %s".formatted(type, told));
      }
    }
    if (!rendering.isOfOrders()) {
      return;
    }
    var catalogue = Catalogue.of(rendering.repository());
    known(catalogue, told, findings);
    heard(rendering, catalogue, findings);
    bound(rendering, catalogue, findings);
    topics(rendering, catalogue, findings);
  }

  /** What code tells. */
  private static Set<String> told() {
    return Stream.of(
            Arrays.stream(EventType.values()).map(EventType::type),
            Stream.of(
                EventType.DELIVERY_REQUESTED,
                EventType.DELIVERY_CANCELLED,
                EventType.STAY_DAY_ENDED),
            SYNTHESISED.stream(),
            OF_THE_DISPATCHER.stream())
        .flatMap(each -> each)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void known(Catalogue catalogue, Set<String> told, Findings findings) {
    var listed = new TreeSet<>(catalogue.onTheBroker());
    var missing = new TreeSet<>(told);
    missing.removeAll(listed);
    missing.removeAll(OF_THE_DISPATCHER);
    findings.check(
        missing.isEmpty(), "eventing/contracts/asyncapi.yaml", "does not list " + missing);
    listed.removeAll(told);
    findings.check(
        listed.isEmpty(),
        "eventing/contracts/asyncapi.yaml",
        "lists what no code tells: " + listed);
  }

  private static void heard(Rendering rendering, Catalogue catalogue, Findings findings) {
    Map<String, Manifest> triggers = new HashMap<>();
    rendering.all(Kind.TRIGGER).forEach(trigger -> triggers.put(trigger.name(), trigger));
    var described = catalogue.wired("receive", "Trigger");
    for (var each : described.entrySet()) {
      var trigger = triggers.remove(each.getKey());
      if (trigger == null) {
        findings.add(
            rendering.name(),
            "there is no Trigger \"%s\", by which %s hears %s"
                .formatted(each.getKey(), each.getValue().service(), each.getValue().messages()));
        continue;
      }
      findings.check(
          types(trigger).equals(each.getValue().messages()),
          trigger,
          "spec.filters",
          "lets %s through; %s hears %s by eventing/contracts/asyncapi.yaml"
              .formatted(types(trigger), each.getValue().service(), each.getValue().messages()));
      findings.check(
          trigger.at("/spec/subscriber/ref/name").asString("").equals(each.getValue().service()),
          trigger,
          "spec.subscriber.ref.name",
          "is not %s, who hears these events".formatted(each.getValue().service()));
    }
    triggers
        .values()
        .forEach(
            trigger ->
                findings.add(
                    trigger, "metadata.name", "eventing/contracts/asyncapi.yaml does not know it"));
  }

  private static void bound(Rendering rendering, Catalogue catalogue, Findings findings) {
    var tellers = catalogue.wired("send", "SinkBinding").keySet();
    var bound = rendering.all(Kind.SINK_BINDING).map(Manifest::name).collect(Collectors.toSet());
    rendering
        .all(Kind.SINK_BINDING)
        .forEach(
            binding ->
                findings.check(
                    tellers.contains(binding.name())
                        && binding.at("/spec/subject/name").asString("").equals(binding.name()),
                    binding,
                    "spec.subject.name",
                    "tells no event by eventing/contracts/asyncapi.yaml; these do: " + tellers));
    tellers.forEach(
        name ->
            findings.check(
                bound.contains(name),
                rendering.name(),
                "there is no SinkBinding \"%s\", by which it tells its events".formatted(name)));
  }

  private static void topics(Rendering rendering, Catalogue catalogue, Findings findings) {
    var sources = catalogue.wired("receive", "KafkaSource");
    for (var source : rendering.all(Kind.KAFKA_SOURCE).toList()) {
      var described = sources.get(source.name());
      var expected =
          described == null ? Set.<String>of() : Set.of(catalogue.address(described.channel()));
      findings.check(
          Kafka.topics(source).equals(expected),
          source,
          "spec.topics",
          "must be %s by eventing/contracts/asyncapi.yaml".formatted(expected));
    }
    var there = rendering.all(Kind.KAFKA_SOURCE).map(Manifest::name).collect(Collectors.toSet());
    sources
        .keySet()
        .forEach(
            name ->
                findings.check(
                    there.contains(name),
                    rendering.name(),
                    "there is no KafkaSource \"%s\"".formatted(name)));
    var sinks = catalogue.wired("send", "KafkaSink");
    for (var sink : rendering.all(Kind.KAFKA_SINK).toList()) {
      var described = sinks.get(sink.name());
      findings.check(
          described != null
              && catalogue.address(described.channel()).equals(sink.at("/spec/topic").asString("")),
          sink,
          "spec.topic",
          "is no topic of eventing/contracts/asyncapi.yaml for it");
    }
  }

  /** The types that a Trigger lets through. */
  private static Set<String> types(Manifest trigger) {
    var types = new TreeSet<String>();
    collect(trigger.at("/spec/filters"), types);
    return types;
  }

  private static void collect(JsonNode filters, Set<String> types) {
    if (filters.isArray()) {
      Indexed.of(filters).forEach(each -> collect(each.node(), types));
      return;
    }
    for (var part : filters.properties()) {
      if (part.getKey().equals("exact") && part.getValue().has("type")) {
        types.add(part.getValue().path("type").asString(""));
      } else if (!part.getKey().equals("not")) {
        collect(part.getValue(), types);
      }
    }
  }
}
