package dev.stayflow.paymentcallback;

import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.KafkaServer;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.TestClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** payment-callback, and the Kafka that it writes to. */
final class RunningCallback implements AutoCloseable {
  private static final TopicPartition TOPIC = new TopicPartition("payment-status", 0);

  private final Path state;
  private KafkaServer kafka;
  private final FunctionProcess function;

  private RunningCallback(Path state, KafkaServer kafka, FunctionProcess function) {
    this.state = state;
    this.kafka = kafka;
    this.function = function;
  }

  /** Starts both; returns once they have met. */
  static RunningCallback start(Path state, Map<String, String> settings) {
    KafkaServer kafka = KafkaServer.start(state, 0);
    createTopic(kafka);
    var environment = new HashMap<>(settings);
    environment.put("PORT", "0");
    environment.put("KAFKA_BROKERS", kafka.bootstrapServers());
    FunctionProcess function =
        FunctionProcess.start("payment-callback", new PaymentCallbackApplication(), environment);
    // Before its first contact with Kafka a callback may be told to come again, as it should be.
    var client = new TestClient(function.uri());
    await().atMost(Duration.ofSeconds(60)).until(() -> client.get("/health/ready").status() == 200);
    return new RunningCallback(state, kafka, function);
  }

  private static void createTopic(KafkaServer kafka) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1))).all().get();
    } catch (ExecutionException | InterruptedException fault) {
      throw new IllegalStateException(fault);
    }
  }

  /** The address of a provider's path, as in {@code /wechat}. */
  URI uri(String path) {
    return function.uri().resolve(path);
  }

  String brokers() {
    return kafka.bootstrapServers();
  }

  /** Takes Kafka away. */
  Runnable withoutKafka() {
    int port = kafka.port();
    kafka.close();
    return () -> kafka = KafkaServer.start(state, port);
  }

  /** How many events there are. */
  long end() {
    try (KafkaConsumer<String, String> consumer = consumer()) {
      return consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
    }
  }

  /** The events from there on. */
  List<ConsumerRecord<String, String>> records(long from) {
    try (KafkaConsumer<String, String> consumer = consumer()) {
      consumer.assign(List.of(TOPIC));
      consumer.seek(TOPIC, from);
      long end = consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
      var records = new ArrayList<ConsumerRecord<String, String>>();
      while (consumer.position(TOPIC) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
      return records;
    }
  }

  static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", kafka.bootstrapServers(),
            "group.id", UUID.randomUUID().toString()),
        new StringDeserializer(),
        new StringDeserializer());
  }

  @Override
  public void close() {
    function.close();
    kafka.close();
  }
}
