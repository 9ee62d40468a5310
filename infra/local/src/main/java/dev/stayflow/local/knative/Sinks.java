package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Broker;
import dev.stayflow.local.manifests.Destination;
import dev.stayflow.local.manifests.Manifests;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes a {@link Sink} of each destination, over one HTTP client and one Kafka producer each for
 * Brokers and KafkaSinks.
 */
final class Sinks implements AutoCloseable {
  /**
   * Shorter than Kafka's own, so that the ingress answers 503 before its clients have given up;
   * still above a pause of 15 s.
   */
  private static final Map<String, String> PRODUCER_DEFAULTS =
      Map.of(
          ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "20000",
          ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
          ProducerConfig.MAX_BLOCK_MS_CONFIG, "20000",
          ProducerConfig.LINGER_MS_CONFIG, "0",
          ProducerConfig.ACKS_CONFIG, "all");

  /** How long records that nobody waits for any more may still take. */
  private static final Duration AT_CLOSE = Duration.ofSeconds(1);

  private final Manifests manifests;
  private final Addresses addresses;
  private final HttpClient client;
  private final Producer<byte[], byte[]> brokerProducer;
  private final Producer<byte[], byte[]> sinkProducer;

  Sinks(String kafkaBrokers, Manifests manifests, Addresses addresses) {
    this.manifests = manifests;
    this.addresses = addresses;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    brokerProducer = producer(kafkaBrokers, manifests.producerSettings("broker"));
    sinkProducer = producer(kafkaBrokers, manifests.producerSettings("sink"));
  }

  private static Producer<byte[], byte[]> producer(
      String kafkaBrokers, Map<String, String> dataPlane) {
    Map<String, Object> properties = new HashMap<>(PRODUCER_DEFAULTS);
    properties.putAll(dataPlane);
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafkaBrokers);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The topic behind a Broker. */
  Sink topic(Broker broker) {
    return new TopicSink(
        brokerProducer,
        broker.topic(),
        addresses.url(new Destination.ToBroker(broker.name())).toString());
  }

  /**
   * @param timeout of one try
   */
  Sink of(Destination destination, Duration timeout, HttpSink.Sender sender) {
    String address = addresses.url(destination).toString();
    return destination instanceof Destination.ToKafkaSink(String name)
        ? new TopicSink(sinkProducer, manifests.kafkaSinkTopic(name), address)
        : new HttpSink(client, addresses.url(destination), timeout, sender);
  }

  @Override
  public void close() {
    client.shutdownNow();
    brokerProducer.close(AT_CLOSE);
    sinkProducer.close(AT_CLOSE);
  }
}
