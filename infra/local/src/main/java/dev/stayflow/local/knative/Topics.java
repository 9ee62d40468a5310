package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Broker;
import dev.stayflow.local.manifests.KafkaSink;
import dev.stayflow.local.manifests.KafkaSource.InitialOffset;
import dev.stayflow.local.manifests.Manifests;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of the wiring and how far its consumer groups are. Every method throws {@link
 * KafkaException} when Kafka is away.
 */
final class Topics implements AutoCloseable {
  /** Of topics for which no manifest says it. */
  private static final int DEFAULT_PARTITIONS = 3;

  /** Nothing worth waiting for is under way at the end. */
  private static final Duration AT_CLOSE = Duration.ofMillis(500);

  private final Admin admin;

  Topics(String brokers) {
    admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", brokers,
                "default.api.timeout.ms", "10000",
                "request.timeout.ms", "5000"));
  }

  /** Name and number of partitions of every topic that the manifests name. */
  static Map<String, Integer> named(Manifests manifests) {
    Map<String, Integer> topics = new TreeMap<>();
    for (Broker broker : manifests.brokers()) {
      topics.put(broker.topic(), manifests.partitions(broker));
    }
    manifests.kafkaSinks().stream()
        .map(KafkaSink::topic)
        .forEach(topic -> topics.putIfAbsent(topic, DEFAULT_PARTITIONS));
    manifests.kafkaSources().stream()
        .flatMap(source -> source.topics().stream())
        .forEach(topic -> topics.putIfAbsent(topic, DEFAULT_PARTITIONS));
    return topics;
  }

  /**
   * Creates the topics that do not exist; the others stay as they are. Returns how many there are
   * now.
   */
  int create(Map<String, Integer> topics) throws InterruptedException {
    List<NewTopic> wanted =
        topics.entrySet().stream()
            .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
            .toList();
    for (var created : admin.createTopics(wanted).values().values()) {
      try {
        created.get();
      } catch (ExecutionException failed) {
        if (!(failed.getCause() instanceof TopicExistsException)) {
          throw new KafkaException("The topics could not be created", failed.getCause());
        }
      }
    }
    return topics.size();
  }

  /** All partitions of the topics. */
  List<TopicPartition> partitions(Collection<String> topics) throws InterruptedException {
    return await(admin.describeTopics(topics).allTopicNames()).values().stream()
        .flatMap(Topics::partitions)
        .toList();
  }

  private static Stream<TopicPartition> partitions(TopicDescription topic) {
    return IntStream.range(0, topic.partitions().size())
        .mapToObj(number -> new TopicPartition(topic.name(), number));
  }

  /**
   * Gives a group an offset in each partition where it has none, so that from now on nothing passes
   * it by.
   */
  void begin(String group, Collection<TopicPartition> partitions, InitialOffset from)
      throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> known = committed(group);
    List<TopicPartition> fresh =
        partitions.stream().filter(partition -> known.get(partition) == null).toList();
    if (fresh.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> start = new HashMap<>();
    offsets(fresh, from == InitialOffset.EARLIEST ? OffsetSpec.earliest() : OffsetSpec.latest())
        .forEach((partition, offset) -> start.put(partition, new OffsetAndMetadata(offset)));
    await(admin.alterConsumerGroupOffsets(group, start).all());
  }

  /** Events that the group has not finished yet. */
  long lag(String group, Collection<TopicPartition> partitions) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
    Map<TopicPartition, Long> ends = ends(partitions);
    return committed.entrySet().stream()
        .filter(reached -> ends.containsKey(reached.getKey()))
        .mapToLong(reached -> ends.getOrDefault(reached.getKey(), 0L) - reached.getValue().offset())
        .sum();
  }

  /** The offsets of the partitions' ends. */
  Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
      throws InterruptedException {
    return offsets(partitions, OffsetSpec.latest());
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(String group)
      throws InterruptedException {
    return await(
        admin
            .listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()))
            .partitionsToOffsetAndMetadata(group));
  }

  private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which)
      throws InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    partitions.forEach(partition -> asked.put(partition, which));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
        await(admin.listOffsets(asked).all()).entrySet()) {
      offsets.put(found.getKey(), found.getValue().offset());
    }
    return offsets;
  }

  private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException failed) {
      throw new KafkaException("Kafka could not answer", failed.getCause());
    }
  }

  @Override
  public void close() {
    admin.close(AT_CLOSE);
  }
}
