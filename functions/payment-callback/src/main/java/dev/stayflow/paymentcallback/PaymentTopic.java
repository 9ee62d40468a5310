package dev.stayflow.paymentcallback;

import dev.stayflow.runtime.ReadyCheck;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventSerializer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka topic of payments' fates: CloudEvents in binary mode, keyed by the order's number,
 * written with {@code acks=all} by an idempotent producer.
 */
final class PaymentTopic implements PaymentNews, ReadyCheck, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PaymentTopic.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final String topic;
  private final Duration limit;
  private final Producer<String, CloudEvent> producer;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean reached;

  /**
   * @param settings the producer's settings but for serializers
   * @param limit how long Kafka may take to confirm an event
   */
  PaymentTopic(String topic, Map<String, Object> settings, Duration limit) {
    this.topic = topic;
    this.limit = limit;
    this.producer = new KafkaProducer<>(settings, new StringSerializer(), binaryMode());
    Thread.ofVirtual().name("kafka-first-contact").start(this::reach);
  }

  /** Kept means that all in-sync replicas have it. */
  @Override
  public boolean publish(CloudEvent event) {
    String key = String.valueOf(event.getExtension("partitionkey"));
    try {
      producer
          .send(new ProducerRecord<>(topic, key, event))
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
      log.atInfo()
          .addKeyValue("order_sn", key)
          .addKeyValue("event_id", event.getId())
          .log("payment status published");
      return true;
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      log.atWarn()
          .addKeyValue("order_sn", key)
          .addKeyValue("event_id", event.getId())
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .log("Kafka did not confirm");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public String name() {
    return "kafka";
  }

  /** True from the first contact on; later outages answer webhooks with 503 instead. */
  @Override
  public boolean ready() {
    return reached;
  }

  @Override
  public void close() {
    closed.countDown();
    producer.close(CLOSE_WITHIN);
  }

  /** Whatever keeps Kafka from answering may pass: it is asked again each second until closed. */
  private void reach() {
    try {
      do {
        reached = answers();
      } while (!reached && !closed.await(1, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() {
    try {
      producer.partitionsFor(topic);
      return true;
    } catch (KafkaException | IllegalStateException e) {
      if (closed.getCount() > 0) {
        log.atWarn()
            .addKeyValue("topic", topic)
            .addKeyValue("reason", String.valueOf(e.getMessage()))
            .log("Kafka is not there yet");
      }
      return false;
    }
  }

  private static CloudEventSerializer binaryMode() {
    var serializer = new CloudEventSerializer();
    serializer.configure(Map.of(CloudEventSerializer.ENCODING_CONFIG, "BINARY"), false);
    return serializer;
  }
}
