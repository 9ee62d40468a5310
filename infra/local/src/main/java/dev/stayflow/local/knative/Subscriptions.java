package dev.stayflow.local.knative;

import dev.stayflow.local.knative.HttpSink.Sender;
import dev.stayflow.local.manifests.Broker;
import dev.stayflow.local.manifests.Delivery;
import dev.stayflow.local.manifests.Destination;
import dev.stayflow.local.manifests.KafkaSource;
import dev.stayflow.local.manifests.KafkaSource.InitialOffset;
import dev.stayflow.local.manifests.Trigger;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what reads Kafka: a consumer group for each Trigger and each KafkaSource. */
final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

  private final KnativeSettings settings;
  private final Topics topics;
  private final Sinks sinks;
  private final Stopping stopping;

  Subscriptions(KnativeSettings settings, Topics topics, Sinks sinks, Stopping stopping) {
    this.settings = settings;
    this.topics = topics;
    this.sinks = sinks;
    this.stopping = stopping;
  }

  /**
   * A new Trigger hears of what happens from now on; one that was here before continues where it
   * stopped.
   */
  Subscription start(Trigger trigger, Broker broker) throws InterruptedException {
    Tally tally = new Tally();
    Courier courier =
        courier(
            trigger.name(),
            trigger.delivery(),
            sink(trigger.subscriber(), trigger.delivery(), Sender.TRIGGER),
            Optional.of(sinks.topic(broker)),
            tally);
    return new Subscription(
        new Subscription.Group(
            trigger.name(),
            trigger.group(),
            List.of(broker.topic()),
            1,
            InitialOffset.LATEST,
            trigger.order()),
        topics,
        ConsumerSettings.of(
            settings.brokers(), trigger.group(), settings.manifests().consumerSettings("broker")),
        consumed -> {
          Optional<CloudEvent> event =
              read(trigger, consumed).filter(e -> Filters.matches(trigger.filter(), e));
          return event.isEmpty() || courier.deliver(located(event.get(), consumed).build());
        },
        tally,
        stopping);
  }

  /** Where a new source starts, its manifest says. */
  Subscription start(KafkaSource source) throws InterruptedException {
    Tally tally = new Tally();
    Courier courier =
        courier(
            source.name(),
            source.delivery(),
            sink(source.sink(), source.delivery(), Sender.KAFKA_SOURCE),
            Optional.empty(),
            tally);
    return new Subscription(
        new Subscription.Group(
            source.name(),
            source.consumerGroup(),
            source.topics(),
            source.consumers(),
            source.initialOffset(),
            source.order()),
        topics,
        ConsumerSettings.of(
                settings.brokers(),
                source.consumerGroup(),
                settings.manifests().consumerSettings("source"))
            .with(settings.credentials(source)),
        consumed -> {
          CloudEventBuilder event = located(SourceRecords.read(source.name(), consumed), consumed);
          source.extensions().forEach(event::withExtension);
          return courier.deliver(event.build());
        },
        tally,
        stopping);
  }

  private Courier courier(
      String name, Delivery delivery, Sink subscriber, Optional<Sink> replies, Tally tally) {
    Sink deadLetterSink = sink(delivery.deadLetterSink(), delivery, Sender.KAFKA_SOURCE);
    return new Courier(name, delivery, subscriber, replies, deadLetterSink, stopping, tally);
  }

  private Sink sink(Destination destination, Delivery delivery, Sender sender) {
    Duration timeout = delivery.timeout().orElse(HttpSink.DEFAULT_TIMEOUT);
    return sinks.of(destination, timeout, sender);
  }

  /**
   * An event of the Broker's topic; a record that is none has been put there by a stranger and is
   * passed over.
   */
  private static Optional<CloudEvent> read(
      Trigger trigger, ConsumerRecord<byte[], byte[]> consumed) {
    Optional<CloudEvent> event = Events.read(() -> KafkaMessageFactory.createReader(consumed));
    if (event.isEmpty()) {
      LOG.atError()
          .addKeyValue("receiver", trigger.name())
          .addKeyValue(
              "offset", consumed.topic() + "-" + consumed.partition() + ":" + consumed.offset())
          .log("passed over a record that is not a CloudEvent");
    }
    return event;
  }

  /** Every delivered event tells where in Kafka it was. */
  private static CloudEventBuilder located(
      CloudEvent event, ConsumerRecord<byte[], byte[]> consumed) {
    return CloudEventBuilder.from(event)
        .withExtension("knativekafkapartition", consumed.partition())
        .withExtension("knativekafkaoffset", String.valueOf(consumed.offset()));
  }
}
