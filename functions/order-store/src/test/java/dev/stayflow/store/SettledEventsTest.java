package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.order.Order;
import dev.stayflow.runtime.Unavailable;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettledEventsTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int CALLERS = 20;

  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, InstantSource.system());
  private final SettledEvents settled = database.settledEvents();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @BeforeEach
  void forgetOrders() {
    database.reset();
  }

  @Test
  void thoseWhoComeWhileAStatementRunsShareTheNext() throws Exception {
    List<String> ids = committed(CALLERS);
    long before = database.nextTransaction();

    List<Thread> callers = forgetEachWhileTheOutboxIsHeld(ids);

    for (Thread caller : callers) {
      assertThat(caller.join(LIMIT)).isTrue();
    }
    assertThat(failures).isEmpty();
    assertThat(database.eventsInOutbox()).isEmpty();
    // Two for us; the server's own housekeeping may take some.
    assertThat(database.nextTransaction() - before).isLessThan(CALLERS / 2);
  }

  @Test
  void whatAReconcilerIsSendingOnceMoreIsNotWaitedFor() throws Exception {
    List<String> ids = committed(2);
    try (var _ = database.heldEvent(ids.getFirst())) {
      settled.forget(ids);

      assertThat(database.eventsInOutbox())
          .singleElement()
          .returns(ids.getFirst(), CloudEvent::getId);
    }
  }

  @Test
  void aConnectionThatBreaksIsToldAndTheEventsStay() throws Exception {
    List<String> ids = committed(CALLERS);
    Thread caller;
    try (var _ = database.heldOutbox()) {
      caller = forgets(ids.getFirst());
      await().atMost(LIMIT).until(() -> database.waiting() == 1);
      database.cutWaiting();
      assertThat(caller.join(LIMIT)).isTrue();
    }

    assertThat(failures).hasSize(1).allMatch(Unavailable.class::isInstance);
    assertThat(database.eventsInOutbox()).hasSize(CALLERS);

    settled.forget(ids);
    assertThat(database.eventsInOutbox()).isEmpty();
  }

  private List<Thread> forgetEachWhileTheOutboxIsHeld(List<String> ids) throws Exception {
    List<Thread> callers = new ArrayList<>();
    try (var _ = database.heldOutbox()) {
      callers.add(forgets(ids.getFirst()));
      await().atMost(LIMIT).until(() -> database.waiting() == 1);
      ids.stream().skip(1).map(this::forgets).forEach(callers::add);
      await()
          .atMost(LIMIT)
          .until(
              () -> callers.stream().skip(1).allMatch(it -> it.getState() == Thread.State.WAITING));
      assertThat(database.waiting()).isEqualTo(1);
    }
    return callers;
  }

  private Thread forgets(String id) {
    return Thread.ofPlatform()
        .start(
            () -> {
              try {
                settled.forget(List.of(id));
              } catch (Unavailable away) {
                failures.add(away);
              }
            });
  }

  private List<String> committed(int count) {
    Order order = samples.order(7, 1, 10, 2);
    List<CloudEvent> events =
        IntStream.range(0, count).mapToObj(_ -> SampleOrders.event(order, "told")).toList();
    database.orders(InstantSource.system()).place(order, Optional.empty(), events);
    return events.stream().map(CloudEvent::getId).toList();
  }
}
