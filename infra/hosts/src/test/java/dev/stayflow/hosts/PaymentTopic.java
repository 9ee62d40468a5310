package dev.stayflow.hosts;

import dev.stayflow.local.servers.KafkaServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real Kafka with the topic that tells of payments, one a JVM. */
final class PaymentTopic {
  private static final TopicPartition TOPIC = new TopicPartition("payment-status", 0);

  private final KafkaServer kafka = KafkaServer.startTemporary();

  private PaymentTopic() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1))).all().get();
    } catch (ExecutionException | InterruptedException fault) {
      throw new IllegalStateException(fault);
    }
  }

  static PaymentTopic started() {
    return Holder.TOPIC;
  }

  String brokers() {
    return kafka.bootstrapServers();
  }

  /** All that was ever written. */
  List<ConsumerRecord<byte[], byte[]>> records() {
    try (var consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(TOPIC));
      consumer.seekToBeginning(List.of(TOPIC));
      long end = consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
      var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (consumer.position(TOPIC) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
      return records;
    }
  }

  private static final class Holder {
    static final PaymentTopic TOPIC = new PaymentTopic();
  }
}
