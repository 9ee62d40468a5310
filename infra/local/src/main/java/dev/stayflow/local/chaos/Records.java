package dev.stayflow.local.chaos;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Every event that Kafka ever took, read once all is at rest.
 *
 * @param repeats how many records repeat the event of another
 * @param toldTwice orders of which the same was told by two different events
 * @param dead events that nobody could handle, in words
 */
record Records(long repeats, List<String> toldTwice, List<String> dead) {
  private static final Duration READ_WITHIN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final String DEAD_LETTERS = "dead-letters";
  private static final Set<String> ONCE_AN_ORDER =
      Set.of(
          "dev.stayflow.order.created.v1",
          "dev.stayflow.order.paid.v1",
          "dev.stayflow.order.closed.v1",
          "dev.stayflow.order.refunded.v1");

  /**
   * Reads it all.
   *
   * @throws org.apache.kafka.common.KafkaException when that is not possible in a minute
   */
  static Records read(String kafka) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      var counting = new Counting();
      var partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var end = System.nanoTime() + READ_WITHIN.toNanos();
      while (partitions.stream()
          .anyMatch(it -> consumer.position(it) < Objects.requireNonNull(ends.get(it)))) {
        if (System.nanoTime() > end) {
          throw new TimeoutException(
              "Kafka at %s does not give all its events within %d s."
                  .formatted(kafka, READ_WITHIN.toSeconds()));
        }
        for (var record : consumer.poll(POLL)) {
          counting.add(
              record.topic(),
              KafkaMessageFactory.createReader(record.headers(), record.value()).toEvent());
        }
      }
      return counting.result();
    }
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
    return consumer.listTopics().entrySet().stream()
        .filter(topic -> !topic.getKey().startsWith("__"))
        .flatMap(
            topic ->
                topic.getValue().stream()
                    .map(info -> new TopicPartition(topic.getKey(), info.partition())))
        .toList();
  }

  private static final class Counting {
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Set<String>> idsOfFacts = new HashMap<>();
    private final List<String> dead = new ArrayList<>();
    private long repeats;

    void add(String topic, CloudEvent event) {
      if (topic.equals(DEAD_LETTERS)) {
        dead.add("%s %s".formatted(event.getExtension("partitionkey"), event.getType()));
        return;
      }
      if (!ids.add(topic + event.getSource() + event.getId())) {
        repeats++;
      }
      if (ONCE_AN_ORDER.contains(event.getType())) {
        idsOfFacts
            .computeIfAbsent(
                "%s %s".formatted(event.getExtension("partitionkey"), event.getType()),
                _ -> new HashSet<>())
            .add(event.getId());
      }
    }

    Records result() {
      var twice =
          idsOfFacts.entrySet().stream()
              .filter(fact -> fact.getValue().size() > 1)
              .map(Map.Entry::getKey)
              .toList();
      return new Records(repeats, twice, List.copyOf(dead));
    }
  }
}
