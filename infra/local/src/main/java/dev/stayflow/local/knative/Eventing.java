package dev.stayflow.local.knative;

import dev.stayflow.local.knative.HttpSink.Sender;
import dev.stayflow.local.manifests.Broker;
import dev.stayflow.local.manifests.KafkaSource;
import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.PingSource;
import dev.stayflow.local.manifests.Trigger;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything of the manifests at work. It starts in the background, as soon as Kafka answers. */
final class Eventing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Eventing.class);
  private static final Duration KAFKA_AWAY = Duration.ofMillis(500);

  private final KnativeSettings settings;
  private final Manifests manifests;
  private final Stopping stopping = new Stopping();
  private final Sinks sinks;
  private final Topics topics;
  private final List<Subscription> triggers = new CopyOnWriteArrayList<>();
  private final List<Subscription> kafkaSources = new CopyOnWriteArrayList<>();
  private final List<PingSourceRunner> pingSources = new CopyOnWriteArrayList<>();
  private final Thread starting;
  private volatile boolean started;

  /**
   * @param ingress where the Brokers' ingress answers
   */
  Eventing(KnativeSettings settings, URI ingress, InstantSource clock) {
    this.settings = settings;
    manifests = settings.manifests();
    sinks = new Sinks(settings.brokers(), manifests, new Addresses(settings.services(), ingress));
    topics = new Topics(settings.brokers());
    starting = Thread.ofVirtual().name("starting").start(() -> start(clock));
  }

  private void start(InstantSource clock) {
    try {
      onceKafkaAnswers(() -> topics.create(Topics.named(manifests)));
      Subscriptions subscriptions = new Subscriptions(settings, topics, sinks, stopping);
      for (Trigger trigger : manifests.triggers()) {
        triggers.add(onceKafkaAnswers(() -> subscriptions.start(trigger, broker(trigger))));
      }
      for (KafkaSource source : manifests.kafkaSources()) {
        kafkaSources.add(onceKafkaAnswers(() -> subscriptions.start(source)));
      }
      for (PingSource source : manifests.pingSources()) {
        pingSources.add(
            new PingSourceRunner(
                source,
                sinks.of(source.sink(), HttpSink.DEFAULT_TIMEOUT, Sender.PING_SOURCE),
                clock,
                stopping));
      }
      started = true;
      LOG.atInfo()
          .addKeyValue("triggers", triggers.size())
          .addKeyValue("kafkaSources", kafkaSources.size())
          .addKeyValue("pingSources", pingSources.size())
          .log("wired");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Broker broker(Trigger trigger) {
    return manifests.brokers().stream()
        .filter(b -> b.name().equals(trigger.broker()))
        .findFirst()
        .orElseThrow();
  }

  /** A step of the start. */
  private interface Step<T> {
    T take() throws InterruptedException;
  }

  private <T> T onceKafkaAnswers(Step<T> step) throws InterruptedException {
    while (true) {
      try {
        return step.take();
      } catch (KafkaException away) {
        LOG.atWarn()
            .addKeyValue("brokers", settings.brokers())
            .addKeyValue("cause", String.valueOf(away.getCause()))
            .log("waiting for Kafka");
        if (!stopping.sleep(KAFKA_AWAY)) {
          throw new InterruptedException("stopped");
        }
      }
    }
  }

  /** The topics that the ingress writes to, by the Broker's name. */
  Map<String, Sink> brokers() {
    Map<String, Sink> brokers = new HashMap<>();
    manifests.brokers().forEach(broker -> brokers.put(broker.name(), sinks.topic(broker)));
    return brokers;
  }

  /** Whether every Trigger and source hears of every event from now on. */
  boolean ready() {
    return started
        && !stopping.begun()
        && triggers.stream().allMatch(Subscription::assigned)
        && kafkaSources.stream().allMatch(Subscription::assigned);
  }

  /** The counts in Prometheus' text format. */
  String metrics() {
    return StatusPage.metrics(triggers, kafkaSources, pingSources);
  }

  /** Throws {@link KafkaException} when Kafka is away. */
  StatusPage.Status status() throws InterruptedException {
    Set<String> names = Topics.named(manifests).keySet();
    Map<TopicPartition, Long> ends = topics.ends(topics.partitions(names));
    return new StatusPage.Status(
        ready(),
        readers(triggers),
        readers(kafkaSources),
        pingSources.stream().map(StatusPage::ping).toList(),
        StatusPage.topics(ends),
        deadLetters(ends));
  }

  private List<StatusPage.Reader> readers(List<Subscription> subscriptions)
      throws InterruptedException {
    List<StatusPage.Reader> readers = new ArrayList<>();
    for (Subscription subscription : subscriptions) {
      readers.add(StatusPage.reader(subscription, topics));
    }
    return readers;
  }

  private long deadLetters(Map<TopicPartition, Long> ends) {
    return manifests.kafkaSinks().stream()
        .flatMap(
            sink ->
                ends.entrySet().stream().filter(end -> end.getKey().topic().equals(sink.topic())))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /**
   * Ends what is under way within the grace, commits what is done, leaves the rest to the next
   * start.
   */
  void drain() {
    stopping.begin(settings.grace());
    try {
      starting.interrupt();
      starting.join();
      for (Subscription subscription : triggers) {
        subscription.awaitStopped();
      }
      for (Subscription subscription : kafkaSources) {
        subscription.awaitStopped();
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets go of Kafka; what the ingress has taken is written before. */
  @Override
  public void close() {
    sinks.close();
    topics.close();
  }
}
