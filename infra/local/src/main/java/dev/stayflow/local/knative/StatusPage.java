package dev.stayflow.local.knative;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;

/** What the process is doing, for {@code make status} and for Prometheus. */
final class StatusPage {
  /**
   * The state of a Trigger or KafkaSource; counts are since the process started, lag is what Kafka
   * has and it has not finished.
   */
  record Reader(
      String name,
      List<String> topics,
      String group,
      boolean assigned,
      long lag,
      long delivered,
      long retried,
      long deadLettered,
      long lost) {}

  /** The state of a PingSource; counts are since the process started. */
  record Ping(String name, Optional<Instant> next, long delivered, long retried, long lost) {}

  /** A topic and the sum of its partitions' end offsets. */
  record Topic(String name, int partitions, long events) {}

  /** Everything together; {@code deadLetters} counts what the topics of all KafkaSinks hold. */
  record Status(
      boolean ready,
      List<Reader> triggers,
      List<Reader> kafkaSources,
      List<Ping> pingSources,
      List<Topic> topics,
      long deadLetters) {}

  private static final Map<String, Function<Tally, LongAdder>> COUNTERS =
      Map.of(
          "stayflow_eventing_delivered_total", tally -> tally.delivered,
          "stayflow_eventing_retried_total", tally -> tally.retried,
          "stayflow_eventing_dead_lettered_total", tally -> tally.deadLettered,
          "stayflow_eventing_lost_total", tally -> tally.lost);

  private StatusPage() {}

  static Reader reader(Subscription subscription, Topics topics) throws InterruptedException {
    Tally tally = subscription.tally();
    Subscription.Group group = subscription.group();
    return new Reader(
        group.name(),
        group.topics(),
        group.group(),
        subscription.assigned(),
        topics.lag(group.group(), subscription.partitions()),
        tally.delivered.sum(),
        tally.retried.sum(),
        tally.deadLettered.sum(),
        tally.lost.sum());
  }

  static Ping ping(PingSourceRunner runner) {
    Tally tally = runner.tally();
    return new Ping(
        runner.source().name(),
        runner.next(),
        tally.delivered.sum(),
        tally.retried.sum(),
        tally.lost.sum());
  }

  static List<Topic> topics(Map<TopicPartition, Long> ends) {
    Map<String, Topic> topics = new TreeMap<>();
    ends.forEach(
        (partition, end) ->
            topics.merge(
                partition.topic(),
                new Topic(partition.topic(), 1, end),
                (a, b) ->
                    new Topic(a.name(), a.partitions() + b.partitions(), a.events() + b.events())));
    return new ArrayList<>(topics.values());
  }

  /** The counts in Prometheus' text format. */
  static String metrics(
      List<Subscription> triggers, List<Subscription> sources, List<PingSourceRunner> pings) {
    StringBuilder text = new StringBuilder();
    COUNTERS.forEach(
        (counter, count) -> {
          text.append("# TYPE ").append(counter).append(" counter\n");
          triggers.forEach(
              s -> line(text, counter, "trigger", s.group().name(), count.apply(s.tally())));
          sources.forEach(
              s -> line(text, counter, "kafkasource", s.group().name(), count.apply(s.tally())));
          pings.forEach(
              p -> line(text, counter, "pingsource", p.source().name(), count.apply(p.tally())));
        });
    return text.toString();
  }

  private static void line(
      StringBuilder text, String counter, String kind, String name, LongAdder count) {
    text.append("%s{kind=\"%s\",name=\"%s\"} %d\n".formatted(counter, kind, name, count.sum()));
  }
}
