package dev.stayflow.local.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.message.MessageWriter;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic as Brokers and KafkaSinks write it: binary CloudEvents with the {@code
 * partitionkey} as record key.
 */
final class TopicSink implements Sink {
  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final String address;

  TopicSink(Producer<byte[], byte[]> producer, String topic, String address) {
    this.producer = producer;
    this.topic = topic;
    this.address = address;
  }

  @Override
  public String address() {
    return address;
  }

  /**
   * Taken once Kafka has it on all in-sync replicas. Too large a record is unreachable too: the
   * cluster answers 503.
   */
  @Override
  public Answer send(CloudEvent event) throws InterruptedException {
    try {
      producer.send(record(event)).get();
      return new Answer.Taken(Optional.empty());
    } catch (ExecutionException failed) {
      return new Answer.Unreachable("Kafka: " + String.valueOf(failed.getCause()));
    } catch (KafkaException failed) {
      return new Answer.Unreachable("Kafka: " + failed.getMessage());
    }
  }

  private ProducerRecord<byte[], byte[]> record(CloudEvent event) {
    MessageWriter<CloudEventWriter<ProducerRecord<byte[], byte[]>>, ProducerRecord<byte[], byte[]>>
        writer = KafkaMessageFactory.createWriter(topic, key(event));
    return writer.writeBinary(event);
  }

  private static byte @Nullable [] key(CloudEvent event) {
    Object key = event.getExtension("partitionkey");
    return key == null ? null : key.toString().getBytes(StandardCharsets.UTF_8);
  }
}
