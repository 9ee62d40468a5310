package dev.stayflow.endtoend;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What went through the Broker so far, read from its topic. */
final class BrokerTraffic implements AutoCloseable {
  private static final String TOPIC = "knative-broker-stayflow-stayflow";

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;
  private final List<CloudEvent> seen = new ArrayList<>();

  BrokerTraffic(LiveStack stack) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "localhost:" + stack.parts().port("kafka")),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    partitions =
        consumer.partitionsFor(TOPIC).stream()
            .map(info -> new TopicPartition(TOPIC, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /** All events until now. */
  List<CloudEvent> read() {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      // Kafka asks no deserializer about a record without a value, which an event may be.
      consumer
          .poll(Duration.ofMillis(200))
          .forEach(event -> seen.add(KafkaMessageFactory.createReader(event).toEvent()));
    }
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
