package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.KafkaSource.InitialOffset;
import dev.stayflow.local.manifests.Order;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group at work for a Trigger or KafkaSource: its members, who share the partitions, and
 * what they have done.
 */
final class Subscription {
  /**
   * Who reads what.
   *
   * @param name as in the manifest
   * @param group the consumer group in Kafka
   * @param members how many share the partitions
   * @param from where a group starts that Kafka does not know yet
   */
  record Group(
      String name,
      String group,
      List<String> topics,
      int members,
      InitialOffset from,
      Order order) {}

  private final Group group;
  private final Tally tally;
  private final List<TopicPartition> partitions;
  private final List<RecordDispatcher> members = new ArrayList<>();

  /** Starts reading; throws {@link org.apache.kafka.common.KafkaException} when Kafka is away. */
  Subscription(
      Group group,
      Topics topics,
      ConsumerSettings settings,
      RecordDispatcher.Receiver receiver,
      Tally tally,
      Stopping stopping)
      throws InterruptedException {
    this.group = group;
    this.tally = tally;
    partitions = topics.partitions(group.topics());
    topics.begin(group.group(), partitions, group.from());
    for (int member = 0; member < Math.min(group.members(), partitions.size()); member++) {
      List<TopicPartition> share = new ArrayList<>();
      for (int i = member; i < partitions.size(); i += group.members()) {
        share.add(partitions.get(i));
      }
      members.add(
          new RecordDispatcher(
              group.name() + "-" + member, settings, share, group.order(), receiver, stopping));
    }
  }

  Group group() {
    return group;
  }

  Tally tally() {
    return tally;
  }

  List<TopicPartition> partitions() {
    return partitions;
  }

  /** Whether every partition is being read. */
  boolean assigned() {
    return members.stream().allMatch(RecordDispatcher::assigned);
  }

  void awaitStopped() throws InterruptedException {
    for (RecordDispatcher member : members) {
      member.awaitStopped();
    }
  }
}
