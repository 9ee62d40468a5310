package dev.stayflow.local.knative;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How a Trigger or source reads Kafka.
 *
 * @param properties of Kafka's consumer
 * @param commitInterval how often what is done is committed ({@code auto.commit.interval.ms})
 * @param maxUnderWay the number of events under way at which reading waits ({@code
 *     max.poll.records})
 */
record ConsumerSettings(Map<String, Object> properties, Duration commitInterval, int maxUnderWay) {
  /** Knative's own settings where its ConfigMap does not say otherwise. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "50",
          ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, "1000",
          ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");

  /**
   * Settings for {@code group}. A group without an offset has been given one before it reads, so
   * {@code earliest} applies only to offsets that Kafka no longer has.
   *
   * @param dataPlane what the ConfigMap of the data plane says
   */
  static ConsumerSettings of(String brokers, String group, Map<String, String> dataPlane) {
    Map<String, Object> properties = new HashMap<>(DEFAULTS);
    properties.putAll(dataPlane);
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    return new ConsumerSettings(
        properties,
        Duration.ofMillis(number(properties, ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG)),
        number(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG));
  }

  private static int number(Map<String, Object> properties, String name) {
    return Integer.parseInt(String.valueOf(properties.get(name)));
  }

  /** The same with what a source adds, such as credentials. */
  ConsumerSettings with(Map<String, String> more) {
    Map<String, Object> all = new HashMap<>(properties);
    all.putAll(more);
    return new ConsumerSettings(all, commitInterval, maxUnderWay);
  }
}
