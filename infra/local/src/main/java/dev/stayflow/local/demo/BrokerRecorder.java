package dev.stayflow.local.demo;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads along what goes through the Broker, straight from its topic. */
final class BrokerRecorder implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final JsonMapper json = new JsonMapper();

  /**
   * An event.
   *
   * @param at when the Broker had it
   */
  record Seen(Instant at, CloudEvent event) {
    JsonNode data() {
      var data = event.getData();
      return json.readTree(
          data == null ? "{}" : new String(data.toBytes(), StandardCharsets.UTF_8));
    }

    boolean is(String type, String orderSn) {
      return event.getType().equals(type) && data().path("orderSn").asString("").equals(orderSn);
    }
  }

  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Thread thread;

  BrokerRecorder(String kafka, String topic) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    thread = Thread.ofPlatform().daemon().start(() -> read(topic));
  }

  private void read(String topic) {
    try (consumer) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (true) {
        for (var event : consumer.poll(POLL)) {
          // Kafka asks no deserializer about a record without a value, which an event may be.
          var read = KafkaMessageFactory.createReader(event).toEvent();
          seen.add(new Seen(Instant.ofEpochMilli(event.timestamp()), read));
        }
      }
    } catch (WakeupException closed) {
      // told to end
    }
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /** The first event of the kind, once it is there. */
  Seen await(String what, Duration limit, Predicate<Seen> kind) throws InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      Optional<Seen> found = seen.stream().filter(kind).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      thread.join(POLL);
    }
    throw new Differs("%s: not seen within %d s".formatted(what, limit.toSeconds()));
  }

  @Override
  public void close() throws InterruptedException {
    consumer.wakeup();
    thread.join();
  }
}
