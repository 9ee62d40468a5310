package dev.stayflow.local.knative;

import static org.awaitility.Awaitility.await;

import dev.stayflow.local.servers.KafkaServer;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One Kafka for all tests, and a Knative process for each test with names of its own: {@code $n} in
 * a manifest is a number that no other test has.
 */
final class Cluster implements AutoCloseable {
  private static final KafkaServer KAFKA = KafkaServer.startTemporary();
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(10);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int number = NUMBERS.incrementAndGet();
  private final Subscriber subscriber = new Subscriber();
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable KnativeProcess process;

  /** A cluster whose wiring is a Broker, a dead-letter sink and {@code manifests}. */
  static Cluster of(String... manifests) {
    Cluster cluster = new Cluster();
    cluster.wire(manifests);
    cluster.start();
    return cluster;
  }

  Cluster() {
    environment.put("PORT", "0");
    environment.put("KAFKA_BROKERS", KAFKA.bootstrapServers());
    environment.put("SERVICES", "fn=" + subscriber.uri() + ",gone=http://localhost:1");
    environment.put("SHUTDOWN_GRACE", "PT5S");
  }

  /** Writes the manifests that the next {@link #start} reads. */
  void wire(String... manifests) {
    try {
      Path folder = Files.createTempDirectory("wiring");
      folder.toFile().deleteOnExit();
      List<String> all = new ArrayList<>(List.of(Yaml.BROKER, Yaml.DEAD_LETTERS));
      all.addAll(List.of(manifests));
      if (all.stream().noneMatch(manifest -> manifest.contains("config-kafka-broker-data-plane"))) {
        all.add(Yaml.QUICK_DATA_PLANE);
      }
      for (String manifest : all) {
        Path file = folder.resolve(all.indexOf(manifest) + ".yaml");
        Files.writeString(file, named(manifest));
        file.toFile().deleteOnExit();
      }
      environment.put("MANIFESTS", folder.toString());
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  private String named(String text) {
    return text.replace("$n", String.valueOf(number));
  }

  void start() {
    try {
      process = KnativeProcess.start(environment);
    } catch (IOException taken) {
      throw new UncheckedIOException(taken);
    }
    await().pollInterval(POLL).atMost(LIMIT).until(() -> get("/health/ready").statusCode() == 200);
  }

  void stop() {
    if (process != null) {
      process.close();
      process = null;
    }
  }

  Map<String, String> environment() {
    return environment;
  }

  Subscriber subscriber() {
    return subscriber;
  }

  URI uri() {
    return java.util.Objects.requireNonNull(process).uri();
  }

  URI broker() {
    return uri().resolve(named("/stayflow/broker$n"));
  }

  String topic() {
    return named("knative-broker-stayflow-broker$n");
  }

  String deadLetters() {
    return named("dead-letters$n");
  }

  /** The topic that the tests' KafkaSource reads. */
  String records() {
    return named("records$n");
  }

  /** An event with only what is required, and {@code partitionkey} = id's part before a dash. */
  static CloudEvent event(String id) {
    return CloudEventBuilder.v1()
        .withId(id)
        .withSource(URI.create("/test"))
        .withType("test.happened.v1")
        .withExtension("partitionkey", id.split("-", 2)[0])
        .withData("application/json", "{}".getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /** Posts an event to the Broker in binary mode. */
  int publish(CloudEvent event) {
    return publish(broker(), event);
  }

  static int publish(URI broker, CloudEvent event) {
    HttpRequest.Builder request = HttpRequest.newBuilder(broker);
    byte[][] body = {new byte[0]};
    HttpMessageFactory.createWriter(
            request::header, bytes -> body[0] = bytes == null ? new byte[0] : bytes)
        .writeBinary(event);
    return send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body[0])).build()).statusCode();
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri().resolve(path)).build());
  }

  static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /** Waits until the subscriber has got so many requests. */
  List<Subscriber.Received> awaitReceived(int count) {
    await().pollInterval(POLL).atMost(LIMIT).until(() -> subscriber.received().size() >= count);
    return subscriber.received();
  }

  /** Waits until the subscriber has got the event of this id so many times. */
  void awaitReceived(String id, int count) {
    await()
        .pollInterval(POLL)
        .atMost(LIMIT)
        .until(() -> subscriber.ids().stream().filter(id::equals).count() >= count);
  }

  /** Waits until the test's dead-letter topic holds so many events. */
  List<CloudEvent> awaitDeadLetters(int count) {
    List<CloudEvent> letters = new ArrayList<>();
    CloudEventDeserializer deserializer = new CloudEventDeserializer();
    awaitRecords(deadLetters(), count)
        .forEach(r -> letters.add(deserializer.deserialize(r.topic(), r.headers(), r.value())));
    return letters;
  }

  /** Waits until the topic holds so many records, and returns all of them. */
  static List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, int count) {
    return awaitRecords(topic, records -> records.size() >= count);
  }

  /** Waits for the record of the event with this id. */
  static ConsumerRecord<byte[], byte[]> awaitRecord(String topic, String id) {
    Predicate<ConsumerRecord<byte[], byte[]>> wanted =
        r -> new String(r.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8).equals(id);
    return awaitRecords(topic, records -> records.stream().anyMatch(wanted)).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private static List<ConsumerRecord<byte[], byte[]>> awaitRecords(
      String topic, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", KAFKA.bootstrapServers(), "fetch.max.wait.ms", "10");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      await()
          .pollInterval(POLL)
          .atMost(LIMIT)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
                return enough.test(records);
              });
      return records;
    }
  }

  /** Waits until every Trigger and source has finished, and committed, everything. */
  void awaitSettled() {
    await()
        .pollInterval(POLL)
        .atMost(LIMIT)
        .until(() -> !get("/status").body().matches("(?s).*\"lag\":[1-9].*"));
  }

  /** How many events the dead-letter topic holds. */
  long deadLettered() {
    return JsonMapper.shared().readTree(get("/status").body()).get("deadLetters").asLong();
  }

  int number() {
    return number;
  }

  /** Creates a topic of the test's own. */
  String createTopic(String name, int partitions) throws Exception {
    String topic = named(name);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
    return topic;
  }

  /** Writes records as some producer would. */
  static void write(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    Map<String, Object> properties = Map.of("bootstrap.servers", KAFKA.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (ProducerRecord<byte[], byte[]> one : records) {
        producer.send(one).get();
      }
    }
  }

  @Override
  public void close() {
    stop();
    subscriber.close();
  }
}
