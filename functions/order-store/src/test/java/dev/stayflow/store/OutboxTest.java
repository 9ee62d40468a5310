package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.EventSink;
import dev.stayflow.runtime.RecordingSink;
import dev.stayflow.store.Outbox.Leftovers;
import io.cloudevents.CloudEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

  private final TestDatabase database = TestDatabase.started();
  private final InstantSource clock = InstantSource.system();
  private final SampleOrders samples = new SampleOrders(database, clock);
  private final RecordingSink broker = RecordingSink.start();
  private final EventSink sink = EventSink.at(broker.uri());
  private final Outbox outbox = database.outbox(sink, clock);

  @BeforeEach
  void forgetOrders() {
    database.reset();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void whatTheSinkHasIsForgotten() {
    List<CloudEvent> events = committed(2);

    outbox.publish(events);

    assertThat(broker.events()).extracting(CloudEvent::getId).isEqualTo(ids(events));
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void whatTheSinkCannotTakeNowIsSentLaterUnchanged() {
    List<CloudEvent> events = committed(1);
    broker.answer(503);
    outbox.publish(events);
    assertThat(database.eventsInOutbox()).hasSize(1);

    broker.answer(202);
    assertThat(outbox.publishLeftovers(LEFT_BEHIND, 10).published()).isZero();
    database.ageOutbox();
    assertThat(outbox.publishLeftovers(LEFT_BEHIND, 10)).isEqualTo(new Leftovers(1, 0, 0, false));

    CloudEvent sent = broker.events().getFirst();
    CloudEvent written = events.getFirst();
    assertThat(sent.getId()).isEqualTo(written.getId());
    assertThat(sent.getType()).isEqualTo(written.getType());
    assertThat(sent.getSubject()).isEqualTo(written.getSubject());
    assertThat(sent.getExtension("partitionkey")).isEqualTo(written.getExtension("partitionkey"));
    assertThat(sent.getDataContentType()).isEqualTo("application/json");
    assertThat(sent.getData().toBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{}");
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  @Test
  void aSinkThatHangsHoldsTheAnswerForNoLongerThanItMay() {
    List<CloudEvent> events = committed(5);
    broker.hang();

    long begin = System.nanoTime();
    database.outbox(sink, clock, Duration.ofSeconds(1)).publish(events);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);

    assertThat(took).isBetween(Duration.ofMillis(900), Duration.ofSeconds(60));
    assertThat(database.eventsInOutbox()).hasSize(5);
  }

  @Test
  void whatTheSinkRefusesForGoodIsParkedWithItsReasonAndNotSentAgain() {
    List<CloudEvent> events = committed(1);
    broker.answer(400, "no such type");
    outbox.publish(events);

    assertThat(database.parkedReasons()).singleElement().asString().contains("400", "no such type");
    broker.answer(202);
    database.ageOutbox();
    assertThat(outbox.publishLeftovers(LEFT_BEHIND, 10)).isEqualTo(new Leftovers(0, 0, 1, false));
    assertThat(broker.events()).isEmpty();
  }

  @Test
  void oneRefusedEventDoesNotHoldUpTheNext() {
    committed(3);
    database.ageOutbox();
    broker.answer(400);

    assertThat(outbox.publishLeftovers(LEFT_BEHIND, 10)).isEqualTo(new Leftovers(0, 3, 3, false));
  }

  @Test
  void whatWasTriedLeastIsSentFirst() {
    CloudEvent poor = committed(1).getFirst();
    broker.answer(503);
    outbox.publish(List.of(poor));
    CloudEvent fresh = committed(1).getFirst();
    database.ageOutbox();

    broker.answer(202);
    outbox.publishLeftovers(LEFT_BEHIND, 1);

    assertThat(ids(broker.events())).containsExactly(fresh.getId());
  }

  @Test
  void whileTheSinkIsAwayNothingIsTriedInVainAndNothingIsLost() {
    committed(20);
    database.ageOutbox();
    broker.answer(503);

    Leftovers leftovers = outbox.publishLeftovers(LEFT_BEHIND, 100);

    assertThat(leftovers).isEqualTo(new Leftovers(0, 0, 0, true));
    assertThat(broker.deliveries()).hasSize(1);
    assertThat(database.eventsInOutbox()).hasSize(20);
  }

  @Test
  void twoReconcilersAtOnceSendEachEventOnce() throws Exception {
    List<CloudEvent> events = committed(60);
    database.ageOutbox();

    List<Leftovers> shares = AtOnce.call(4, _ -> () -> outbox.publishLeftovers(LEFT_BEHIND, 60));

    assertThat(shares.stream().mapToInt(Leftovers::published).sum()).isEqualTo(60);
    assertThat(ids(broker.events())).containsExactlyInAnyOrderElementsOf(ids(events));
  }

  @Test
  void aProcessThatEndsSendsWhatIsThere() {
    committed(3);

    outbox.close();

    assertThat(broker.events()).hasSize(3);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  /** Events of one order, in the outbox since now. */
  private List<CloudEvent> committed(int count) {
    int used = Math.toIntExact(database.orderCount());
    Order order = samples.order(7, 1 + used, 10, 2);
    List<CloudEvent> events =
        new ArrayList<>(
            IntStream.range(0, count).mapToObj(_ -> SampleOrders.event(order, "told")).toList());
    database.orders(clock).place(order, Optional.empty(), events);
    return events;
  }

  private static List<String> ids(List<CloudEvent> events) {
    return events.stream().map(CloudEvent::getId).toList();
  }
}
