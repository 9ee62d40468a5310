package dev.stayflow.manifests;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Kafka's address and the Broker's settings; each topic is written and read. */
final class Kafka implements Check {
  private static final Pattern ADDRESS = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.-]*:\\d{2,5}");

  private static final Set<String> BROKER_CLASSES =
      Set.of("Kafka", "KafkaNamespaced", "MTChannelBasedBroker");

  private static final Set<String> BROKER_SETTINGS =
      Set.of(
          "bootstrap.servers",
          "default.topic.partitions",
          "default.topic.replication.factor",
          "auth.secret.ref.name");

  @Override
  public void check(Rendering rendering, Findings findings) {
    var addresses = new TreeSet<String>();
    for (var kind : List.of(Kind.KAFKA_SOURCE, Kind.KAFKA_SINK)) {
      rendering
          .all(kind)
          .forEach(
              object -> {
                var servers = object.at("/spec/bootstrapServers");
                Indexed.of(servers)
                    .forEach(
                        each -> {
                          var field = "spec.bootstrapServers[%d]".formatted(each.index());
                          findings.check(
                              !each.node().asString("").contains(","),
                              object,
                              field,
                              "is several in one entry, which KafkaSink does not divide; it must be"
                                  + " one HOST:PORT");
                          address(object, field, each.node(), addresses, findings);
                        });
              });
    }
    rendering
        .all(Kind.BROKER)
        .forEach(broker -> checkBroker(broker, rendering, addresses, findings));
    if (addresses.size() > 1) {
      findings.add(rendering.name(), "Kafka has several addresses: " + addresses);
    }
    rendering.all(Kind.KAFKA_SOURCE).forEach(source -> checkSource(source, rendering, findings));
    rendering
        .all(Kind.KAFKA_SINK)
        .forEach(
            sink -> {
              findings.check(
                  List.of("binary", "structured")
                      .contains(sink.at("/spec/contentMode").asString("binary")),
                  sink,
                  "spec.contentMode",
                  "must be binary or structured");
              findings.check(
                  !sink.at("/spec").has("numPartitions"),
                  sink,
                  "spec.numPartitions",
                  "would have Knative delete the topic together with this object");
              findings.check(
                  rendering
                      .all(Kind.KAFKA_SOURCE)
                      .anyMatch(
                          source -> topics(source).contains(sink.at("/spec/topic").asString(""))),
                  sink,
                  "spec.topic",
                  "no KafkaSource reads it, so nobody sees what is in it");
            });
  }

  private static void checkSource(Manifest source, Rendering rendering, Findings findings) {
    findings.check(
        List.of("ordered", "unordered").contains(source.at("/spec/ordering").asString("")),
        source,
        "spec.ordering",
        "must be ordered or unordered");
    findings.check(
        List.of("earliest", "latest").contains(source.at("/spec/initialOffset").asString("")),
        source,
        "spec.initialOffset",
        "must be earliest or latest");
    findings.check(
        rendering
                .all(Kind.KAFKA_SOURCE)
                .filter(
                    other ->
                        other.at("/spec/consumerGroup").equals(source.at("/spec/consumerGroup")))
                .count()
            == 1,
        source,
        "spec.consumerGroup",
        "another KafkaSource is of the same group");
  }

  static Set<String> topics(Manifest source) {
    var topics = new HashSet<String>();
    Indexed.of(source.at("/spec/topics")).forEach(topic -> topics.add(topic.node().asString("")));
    return topics;
  }

  private static void checkBroker(
      Manifest broker, Rendering rendering, Set<String> addresses, Findings findings) {
    var type = broker.at("/metadata/annotations/eventing.knative.dev~1broker.class").asString("");
    if (!rendering.isOfOrders() && type.isEmpty()) {
      return;
    }
    findings.check(
        BROKER_CLASSES.contains(type),
        broker,
        "metadata.annotations.eventing.knative.dev/broker.class",
        "\"%s\" is no class; expected Kafka".formatted(type));
    if (!type.startsWith("Kafka")) {
      return;
    }
    var name = broker.at("/spec/config/name").asString("");
    var namespace = broker.at("/spec/config/namespace").asString(broker.namespace());
    var config = rendering.find(Kind.CONFIG_MAP, namespace, name);
    findings.check(
        config.isPresent(),
        broker,
        "spec.config",
        "a Broker of class Kafka needs a ConfigMap; there is no \"%s\"".formatted(name));
    config.ifPresent(map -> checkConfig(map, addresses, findings));
  }

  private static void checkConfig(Manifest map, Set<String> addresses, Findings findings) {
    var data = map.at("/data");
    for (var name : data.propertyNames()) {
      findings.check(
          BROKER_SETTINGS.contains(name),
          map,
          "data." + name,
          "is no setting of a Broker; known: " + BROKER_SETTINGS);
    }
    for (var number : List.of("default.topic.partitions", "default.topic.replication.factor")) {
      findings.check(
          data.path(number).asString("").matches("[1-9]\\d{0,3}"),
          map,
          "data." + number,
          "must be a whole number in quotes");
    }
    for (var address : data.path("bootstrap.servers").asString("").split(",", -1)) {
      address(map, "data.bootstrap.servers", StringNode.valueOf(address), addresses, findings);
    }
  }

  private static void address(
      Manifest in, String field, JsonNode address, Set<String> addresses, Findings findings) {
    var text = address.asString("").strip();
    findings.check(
        ADDRESS.matcher(text).matches(),
        in,
        field,
        "\"%s\" must be HOST:PORT, such as kafka.stayflow.svc.cluster.local:9092".formatted(text));
    addresses.add(text);
  }
}
