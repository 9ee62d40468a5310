package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Order;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads the partitions of one member of a consumer group and hands each record over, one at a time
 * per partition or all at once. The partitions are taken directly, without group membership: there
 * is one process, and after a kill the next one need not wait until Kafka has noticed.
 */
final class RecordDispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(RecordDispatcher.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration KAFKA_LIMIT = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  /** Takes one record. */
  interface Receiver {
    /** True when the record is done with; false when it has to come again. */
    boolean receive(ConsumerRecord<byte[], byte[]> consumed) throws InterruptedException;
  }

  /** A partition being read. */
  private record Lane(PartitionOffsets offsets, ExecutorService deliveries) {}

  private final String name;
  private final ConsumerSettings settings;
  private final List<TopicPartition> partitions;
  private final Order order;
  private final Receiver receiver;
  private final Stopping stopping;
  private final Thread thread;
  private volatile boolean assigned;

  RecordDispatcher(
      String name,
      ConsumerSettings settings,
      List<TopicPartition> partitions,
      Order order,
      Receiver receiver,
      Stopping stopping) {
    this.name = name;
    this.settings = settings;
    this.partitions = partitions;
    this.order = order;
    this.receiver = receiver;
    this.stopping = stopping;
    this.thread = Thread.ofPlatform().name(name).start(this::run);
  }

  /** Whether the partitions are being read. */
  boolean assigned() {
    return assigned;
  }

  /** Waits until it has stopped, and what is done is committed. */
  void awaitStopped() throws InterruptedException {
    thread.join();
  }

  private void run() {
    try {
      while (!stopping.begun()) {
        try {
          consume();
        } catch (KafkaException failed) {
          assigned = false;
          LOG.atError()
              .addKeyValue("receiver", name)
              .addKeyValue("cause", failed.toString())
              .log("reading again");
          stopping.sleep(AFTER_FAILURE);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void consume() throws InterruptedException {
    Map<TopicPartition, Lane> lanes = new HashMap<>();
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings.properties())) {
      consumer.assign(partitions);
      for (TopicPartition partition : partitions) {
        lanes.put(
            partition,
            new Lane(
                new PartitionOffsets(consumer.position(partition, KAFKA_LIMIT)),
                deliveries(partition)));
      }
      assigned = true;
      read(consumer, lanes);
      drain(lanes);
      consumer.commitSync(reached(lanes), KAFKA_LIMIT);
    } finally {
      lanes.values().forEach(lane -> lane.deliveries().shutdownNow());
    }
  }

  private ExecutorService deliveries(TopicPartition partition) {
    ThreadFactory threads = Thread.ofVirtual().name(name + "-" + partition + "-", 0).factory();
    return switch (order) {
      case ORDERED -> Executors.newSingleThreadExecutor(threads);
      case UNORDERED -> Executors.newThreadPerTaskExecutor(threads);
    };
  }

  private void read(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Lane> lanes) {
    long lastCommit = System.nanoTime();
    while (!stopping.begun()) {
      for (ConsumerRecord<byte[], byte[]> consumed : consumer.poll(POLL)) {
        Lane lane = lane(lanes, new TopicPartition(consumed.topic(), consumed.partition()));
        lane.offsets().received(consumed.offset());
        lane.deliveries().execute(() -> handle(consumed, lane.offsets()));
      }
      Set<TopicPartition> full = full(lanes);
      consumer.pause(full);
      consumer.resume(partitions.stream().filter(partition -> !full.contains(partition)).toList());
      if (System.nanoTime() - lastCommit >= settings.commitInterval().toNanos()) {
        lastCommit = System.nanoTime();
        commit(consumer, lanes);
      }
    }
  }

  private static Lane lane(Map<TopicPartition, Lane> lanes, TopicPartition partition) {
    return Objects.requireNonNull(lanes.get(partition));
  }

  private void handle(ConsumerRecord<byte[], byte[]> consumed, PartitionOffsets progress) {
    try {
      if (!stopping.begun() && receiver.receive(consumed)) {
        progress.done(consumed.offset());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException fault) {
      // Not done, so it is not committed: it comes again when the process starts again.
      LOG.atError()
          .addKeyValue("receiver", name)
          .addKeyValue(
              "offset", consumed.topic() + "-" + consumed.partition() + ":" + consumed.offset())
          .setCause(fault)
          .log("an event could not be handled");
    }
  }

  /**
   * Where so much is under way that reading waits: by partition when ordered, by member when not.
   */
  private Set<TopicPartition> full(Map<TopicPartition, Lane> lanes) {
    Set<TopicPartition> full = new HashSet<>();
    int total = lanes.values().stream().mapToInt(lane -> lane.offsets().underWay()).sum();
    lanes.forEach(
        (partition, lane) -> {
          int underWay = order == Order.ORDERED ? lane.offsets().underWay() : total;
          if (underWay >= settings.maxUnderWay()) {
            full.add(partition);
          }
        });
    return full;
  }

  private void commit(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Lane> lanes) {
    Map<TopicPartition, OffsetAndMetadata> reached = reached(lanes);
    if (reached.isEmpty()) {
      return;
    }
    consumer.commitAsync(
        reached,
        (committed, failure) -> {
          if (failure == null) {
            committed.forEach(
                (partition, offset) -> lane(lanes, partition).offsets().committed(offset.offset()));
          } else {
            // While Kafka is away this comes each second; the next one that succeeds makes up for
            // it.
            LOG.atLevel(
                    failure instanceof RetriableCommitFailedException ? Level.DEBUG : Level.WARN)
                .addKeyValue("receiver", name)
                .addKeyValue("cause", failure.toString())
                .log("commit failed, tried again soon");
          }
        });
  }

  private static Map<TopicPartition, OffsetAndMetadata> reached(Map<TopicPartition, Lane> lanes) {
    Map<TopicPartition, OffsetAndMetadata> reached = new HashMap<>();
    lanes.forEach(
        (partition, lane) ->
            lane.offsets()
                .toCommit()
                .ifPresent(offset -> reached.put(partition, new OffsetAndMetadata(offset))));
    return reached;
  }

  /**
   * Tries that are being made may end; waits between tries have ended already, and nothing new
   * begins.
   */
  private void drain(Map<TopicPartition, Lane> lanes) throws InterruptedException {
    lanes.values().forEach(lane -> lane.deliveries().shutdown());
    for (Lane lane : lanes.values()) {
      if (!lane.deliveries()
          .awaitTermination(stopping.graceLeft().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.atWarn()
            .addKeyValue("receiver", name)
            .log("stopped with an event under way; it comes again");
      }
    }
  }
}
