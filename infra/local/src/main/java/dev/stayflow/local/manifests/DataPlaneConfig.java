package dev.stayflow.local.manifests;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * One of Knative's own ConfigMaps {@code config-kafka-<part>-data-plane}: the Kafka settings of all
 * Brokers, KafkaSources or KafkaSinks. The settings of its HTTP client and server are those of
 * Knative's Vert.x and mean nothing here.
 *
 * @param part {@code broker}, {@code source} or {@code sink}
 * @param consumer Kafka's consumer settings without those the data plane sets itself
 * @param producer Kafka's producer settings, likewise
 */
public record DataPlaneConfig(
    String part, Map<String, String> consumer, Map<String, String> producer) {
  private static final String NAMESPACE = "knative-eventing";
  private static final Pattern NAME =
      Pattern.compile("config-kafka-(broker|source|sink)-data-plane");

  /**
   * Classes and switches of Knative's data plane, which the local stack sets itself as Knative
   * does.
   */
  private static final Set<String> OWN =
      Set.of(
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer",
          "partition.assignment.strategy",
          "interceptor.classes",
          "allow.auto.create.topics",
          "auto.offset.reset",
          "cloudevent.invalid.transformer.enabled",
          "cloudevent.invalid.kind.plural");

  /**
   * The part that the ConfigMap called {@code name} configures; empty when it is another ConfigMap.
   */
  static Optional<String> part(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static DataPlaneConfig read(String part, Section document, References references) {
    Metadata.read(document, BrokerConfig.KIND, NAMESPACE, references);
    Section data = document.section("data");
    String prefix = "config-kafka-" + part;
    data.optionalText(prefix + "-webclient.properties");
    data.optionalText(prefix + "-httpserver.properties");
    return new DataPlaneConfig(
        part,
        properties(data, prefix + "-consumer.properties", ConsumerConfig.configNames()),
        properties(data, prefix + "-producer.properties", ProducerConfig.configNames()));
  }

  private static Map<String, String> properties(Section data, String field, Set<String> known) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(data.optionalText(field).orElse("")));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (IllegalArgumentException malformed) {
      data.problem(field, "is not in the format of Java properties: " + malformed.getMessage());
    }
    Map<String, String> settings = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      String value = properties.getProperty(name);
      if (name.equals(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG) && !value.equals("false")) {
        data.problem(
            field, name + " must be false: an offset is committed when its event is delivered");
      } else if (name.equals(ConsumerConfig.GROUP_ID_CONFIG) || name.equals("bootstrap.servers")) {
        data.problem(field, name + " comes from the source or Broker, not from here");
      } else if (!OWN.contains(name)) {
        settings.put(name, value);
        if (!known.contains(name)) {
          data.problem(field, name + " is not a setting of Kafka's client");
        }
      }
    }
    return Map.copyOf(settings);
  }
}
