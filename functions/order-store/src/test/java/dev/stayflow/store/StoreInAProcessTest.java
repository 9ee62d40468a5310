package dev.stayflow.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.order.HomestayId;
import dev.stayflow.order.Order;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.RecordingSink;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.runtime.Settings;
import dev.stayflow.runtime.TestClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

/** The store as a function process has it. */
class StoreInAProcessTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, InstantSource.system());

  @BeforeEach
  void forgetOrders() {
    database.reset();
  }

  @Test
  void aFunctionIsReadyOnceItsDatabaseAnswers() {
    try (FunctionProcess process = start(Map.of())) {
      TestClient client = new TestClient(process.uri());

      await().atMost(LIMIT).until(() -> client.get("/health/ready").status() == 200);
      assertThat(client.post("{}").status()).isEqualTo(200);
      assertThat(client.post("{}").body()).contains("西湖边的白墙小院");
    }
  }

  @Test
  void withoutADatabaseAFunctionStartsIsNotReadyAndAsksToTryAgain() {
    try (FunctionProcess process =
        start(Map.of("DATABASE_URL", "jdbc:postgresql://localhost:1/stayflow"))) {
      TestClient client = new TestClient(process.uri());

      assertThat(client.get("/health/ready").status()).isEqualTo(503);
      assertThat(client.get("/health/ready").body()).contains("database");
      assertThat(client.get("/health/live").status()).isEqualTo(200);
      TestClient.Answer answer = client.post("{}");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).doesNotContain("localhost", "SELECT", "Exception");
    }
  }

  @Test
  void aFunctionWhoseConnectionsAllWorkIsReady() throws Exception {
    try (FunctionProcess process = start(Map.of("DATABASE_POOL", "1"))) {
      TestClient client = new TestClient(process.uri());
      await().atMost(LIMIT).until(() -> client.get("/health/ready").status() == 200);

      Thread asks;
      try (var _ = database.heldHomestays()) {
        asks = Thread.startVirtualThread(() -> client.post("{}"));
        await().atMost(LIMIT).until(() -> database.waiting() == 1);
        assertThat(client.get("/health/ready").status()).isEqualTo(200);
      }
      assertThat(asks.join(LIMIT)).isTrue();
    }
  }

  @Test
  void aFunctionFindsItsWayBackWhenAllItsConnectionsWereCut() {
    try (FunctionProcess process = start(Map.of())) {
      TestClient client = new TestClient(process.uri());
      await().atMost(LIMIT).until(() -> client.post("{}").status() == 200);

      database.cutConnections();

      assertThat(client.post("{}").status()).isIn(200, 503);
      await().atMost(LIMIT).until(() -> client.post("{}").status() == 200);
    }
  }

  @Test
  void aFunctionThatIsToldToStopSendsWhatIsInItsOutbox() {
    try (RecordingSink broker = RecordingSink.start()) {
      FunctionProcess process = start(Map.of("K_SINK", broker.uri().toString()));
      Order order = samples.order(7, 1, 10, 2);
      database
          .orders(InstantSource.system())
          .place(order, Optional.empty(), List.of(SampleOrders.event(order, "created")));

      process.close();

      assertThat(broker.events()).hasSize(1);
      assertThat(database.eventsInOutbox()).isEmpty();
    }
  }

  private FunctionProcess start(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(database.environment());
    environment.put("PORT", "0");
    environment.put("K_SINK", "http://localhost:1/");
    environment.putAll(more);
    return FunctionProcess.start("first-homestay", new Wiring(), environment);
  }

  /** A function that reads one row. */
  static final class FirstHomestay implements Function<Request, Response> {

    private final Homestays homestays;

    FirstHomestay(Homestays homestays) {
      this.homestays = homestays;
    }

    @Override
    public Response apply(Request request) {
      return Response.ok(Map.of("title", homestays.find(new HomestayId(1)).orElseThrow().title()));
    }
  }

  private static final class Wiring implements FunctionWiring {

    @Override
    public void register(GenericApplicationContext context, Settings settings) {
      StoreBeans.registerWithOutbox(context, settings);
      context.registerBean(
          "firstHomestay",
          FirstHomestay.class,
          () -> new FirstHomestay(context.getBean(Homestays.class)));
    }
  }
}
