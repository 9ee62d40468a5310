package dev.stayflow.local.knative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.knative.Subscriber.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final String ORDERED = Yaml.trigger("ordered", "[]", Yaml.DELIVERY);
  private static final String PATIENT =
      "{retry: 2, backoffPolicy: linear, backoffDelay: PT0.3S, deadLetterSink: "
          + Yaml.DEAD_LETTER_SINK
          + "}";

  @Test
  void orderedKeepsEachKeysEventsInOrderWhileSomeAreRetried() {
    try (Cluster cluster = Cluster.of(ORDERED)) {
      Random random = new Random(7);
      Set<String> failsOnce =
          IntStream.range(0, 90)
              .filter(i -> random.nextInt(100) < 15)
              .mapToObj(OrderTest::id)
              .collect(Collectors.toSet());
      Set<String> failed = ConcurrentHashMap.newKeySet();
      List<String> done = new ArrayList<>();
      cluster
          .subscriber()
          .answers(
              request -> {
                if (failsOnce.contains(request.id()) && failed.add(request.id())) {
                  return Reply.status(503);
                }
                synchronized (done) {
                  done.add(request.id());
                }
                return Reply.status(200);
              });
      IntStream.range(0, 90).forEach(i -> cluster.publish(Cluster.event(id(i))));
      cluster.awaitReceived(90 + failsOnce.size());
      cluster.awaitSettled();
      assertThat(failsOnce).isNotEmpty();
      Map<String, List<String>> byKey =
          done.stream().collect(Collectors.groupingBy(id -> id.split("-", 2)[0]));
      assertThat(byKey).hasSize(6).allSatisfy((key, ids) -> assertThat(ids).hasSize(15).isSorted());
      assertThat(cluster.subscriber().mostInFlight()).isLessThanOrEqualTo(3);
    }
  }

  private static String id(int i) {
    return "key%d-%02d".formatted(i % 6, i / 6);
  }

  @Test
  void orderedHoldsUpItsPartitionThroughAllRetriesAndNoOther() {
    try (Cluster cluster = Cluster.of(Yaml.trigger("ordered", "[]", PATIENT))) {
      cluster
          .subscriber()
          .answers(request -> Reply.status(request.id().endsWith("-bad") ? 503 : 200));
      cluster.publish(Cluster.event("key0-bad"));
      cluster.awaitReceived(1);
      IntStream.range(0, 12).forEach(i -> cluster.publish(Cluster.event("key" + i + "-after")));
      cluster.awaitReceived(12 + 3);
      Map<String, Integer> partitions = new ConcurrentHashMap<>();
      Cluster.awaitRecords(cluster.topic(), 13)
          .forEach(
              r ->
                  partitions.put(
                      new String(r.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8),
                      r.partition()));
      List<String> ids = cluster.subscriber().ids();
      int lastTry = ids.lastIndexOf("key0-bad");
      int blocked = partitions.getOrDefault("key0-bad", -1);
      assertThat(new HashSet<>(partitions.values())).hasSizeGreaterThan(1);
      assertThat(ids.subList(lastTry + 1, ids.size()))
          .isNotEmpty()
          .allSatisfy(id -> assertThat(partitions).containsEntry(id, blocked));
      assertThat(ids.subList(0, lastTry))
          .filteredOn(id -> !id.equals("key0-bad"))
          .isNotEmpty()
          .allSatisfy(id -> assertThat(partitions.get(id)).isNotEqualTo(blocked));
    }
  }

  @Test
  void unorderedLetsTheNextEventOfAKeyGoAtOnce() {
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER)) {
      List<String> ids = IntStream.range(0, 60).mapToObj(i -> "one-" + i).toList();
      ids.forEach(cluster.subscriber()::hold);
      ids.forEach(id -> cluster.publish(Cluster.event(id)));
      cluster.awaitReceived(50);
      assertThat(cluster.subscriber().mostInFlight()).isGreaterThanOrEqualTo(50);
      ids.forEach(cluster.subscriber()::release);
      cluster.awaitReceived(60);
    }
  }

  @Test
  void unorderedIsBoundedByWhatIsUnderWay() {
    String bounded = Yaml.QUICK_DATA_PLANE + "    max.poll.records=5\n";
    try (Cluster cluster = Cluster.of(Yaml.TRIGGER, bounded)) {
      List<String> ids = IntStream.range(0, 40).mapToObj(i -> "one-" + i).toList();
      ids.forEach(cluster.subscriber()::hold);
      ids.forEach(id -> cluster.publish(Cluster.event(id)));
      cluster.awaitReceived(5);
      await()
          .during(java.time.Duration.ofMillis(500))
          .until(() -> cluster.subscriber().mostInFlight() < 15);
      ids.forEach(cluster.subscriber()::release);
      cluster.awaitReceived(40);
    }
  }
}
