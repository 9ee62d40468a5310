package dev.stayflow.model;

import dev.stayflow.cancelorder.CancelOrderApplication;
import dev.stayflow.checkin.CheckInApplication;
import dev.stayflow.closeorder.CloseOrderApplication;
import dev.stayflow.createorder.CreateOrderApplication;
import dev.stayflow.local.knative.KnativeProcess;
import dev.stayflow.local.provider.SandboxProvider;
import dev.stayflow.local.servers.KafkaServer;
import dev.stayflow.local.servers.Ports;
import dev.stayflow.paymentcallback.PaymentCallbackApplication;
import dev.stayflow.paymentupdate.PaymentUpdateApplication;
import dev.stayflow.payorder.PayOrderApplication;
import dev.stayflow.reconcileorders.ReconcileOrdersApplication;
import dev.stayflow.refundpayment.RefundPaymentApplication;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.TestClient;
import dev.stayflow.runtime.TestTokens;
import dev.stayflow.settlestays.SettleStaysApplication;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * All of Stayflow that orders and money meet, in this JVM but for PostgreSQL and Kafka, and wired
 * by the manifests that production applies. The road to the Broker and that from the payment
 * provider are bad ones.
 */
final class World implements AutoCloseable {
  private static final String WEBHOOK_SECRET = "whsec_c3RheWZsb3ctbW9kZWwtc2FuZGJveC1zZWNyZXQhIQ==";
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private static final Map<String, FunctionWiring> FUNCTIONS =
      Map.of(
          "create-order", new CreateOrderApplication(),
          "pay-order", new PayOrderApplication(),
          "payment-callback", new PaymentCallbackApplication(),
          "payment-update", new PaymentUpdateApplication(),
          "close-order", new CloseOrderApplication(),
          "cancel-order", new CancelOrderApplication(),
          "check-in", new CheckInApplication(),
          "refund-payment", new RefundPaymentApplication(),
          "reconcile-orders", new ReconcileOrdersApplication(),
          "settle-stays", new SettleStaysApplication());

  private final Rows rows = new Rows(TestDatabase.started());
  private final KafkaServer kafka = KafkaServer.startTemporary();
  private final Ears ears = new Ears();
  private final Carrier toBroker;
  private final Carrier webhooks;
  private final SandboxProvider provider;
  private final Map<String, FunctionProcess> functions = new LinkedHashMap<>();
  private final KnativeProcess eventing;

  World(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    toBroker = new Carrier(random.split(), _ -> false);
    webhooks = new Carrier(random.split(), body -> body.contains("payment.completed"));
    provider = SandboxProvider.start(sandboxSettings(), InstantSource.system());
    int broker = Ports.free();
    toBroker.to(URI.create("http://localhost:%d/stayflow/stayflow".formatted(broker)));
    FUNCTIONS.forEach(
        (name, wiring) ->
            functions.put(name, FunctionProcess.start(name, wiring, functionSettings())));
    webhooks.to(function("payment-callback").uri());
    eventing = startEventing(broker);
    TestClient status = new TestClient(eventing.uri());
    Awaitility.await()
        .atMost(READY_WITHIN)
        .until(() -> status.get("/health/ready").status() == 200);
  }

  private Map<String, String> sandboxSettings() {
    try {
      return Map.of(
          "PORT",
          "0",
          "LISTEN_ADDRESS",
          "127.0.0.1",
          "WEBHOOK_URL",
          webhooks.uri().toString(),
          "SANDBOX_WEBHOOK_SECRET",
          WEBHOOK_SECRET,
          "STATE_DIRECTORY",
          Files.createTempDirectory("model-sandbox").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> functionSettings() {
    Map<String, String> settings = new HashMap<>(TestDatabase.started().environment());
    settings.putAll(TestTokens.settings());
    settings.put("PORT", "0");
    settings.put("K_SINK", toBroker.uri().toString());
    settings.put("KAFKA_BROKERS", kafka.bootstrapServers());
    settings.put("SANDBOX_URL", provider.uri().toString());
    settings.put("SANDBOX_WEBHOOK_SECRET", WEBHOOK_SECRET);
    settings.put("SHUTDOWN_GRACE", "PT4S");
    return settings;
  }

  private KnativeProcess startEventing(int port) {
    Map<String, String> services = new HashMap<>();
    functions.forEach((name, process) -> services.put(name, address(process.uri())));
    services.put("dispatcher", ears.uri().toString());
    services.put("notify-guest", ears.uri().toString());
    try {
      return KnativeProcess.start(
          Map.of(
              "PORT",
              String.valueOf(port),
              "LISTEN_ADDRESS",
              "127.0.0.1",
              "KAFKA_BROKERS",
              kafka.bootstrapServers(),
              "MANIFESTS",
              "../../eventing/wiring,../../eventing/wiring/kafka-source-settings",
              "SHUTDOWN_GRACE",
              "PT5S",
              "SERVICES",
              services.entrySet().stream()
                  .map(service -> service.getKey() + "=" + service.getValue())
                  .collect(Collectors.joining(" "))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String address(URI uri) {
    return uri.toString().replaceFirst("/$", "");
  }

  private FunctionProcess function(String name) {
    return Objects.requireNonNull(functions.get(name), name);
  }

  /** A way to call a function. */
  TestClient call(String function) {
    return new TestClient(function(function).uri());
  }

  /** A way to give events to the Broker. */
  TestClient broker() {
    return new TestClient(toBroker.uri());
  }

  Rows rows() {
    return rows;
  }

  Ears ears() {
    return ears;
  }

  Carrier webhooks() {
    return webhooks;
  }

  /** How many requests came more than once, and were to change nothing. */
  long repeats() {
    return toBroker.repeats() + webhooks.repeats();
  }

  /** Posts to the payment provider; a path such as {@code /v1/payments}. */
  TestClient.Answer provider(String path, String json) {
    return new TestClient(provider.uri().resolve(path)).post(json);
  }

  TestClient.Answer askProvider(String path) {
    TestClient client = new TestClient(provider.uri());
    return client.send(HttpRequest.newBuilder(provider.uri().resolve(path)));
  }

  /** Lets what was left behind be looked for, as a PingSource does each minute. */
  TestClient.Answer reconcile() {
    return call("reconcile-orders").deliver(event("dev.knative.sources.ping"));
  }

  /** An event of a type that needs no data. */
  static CloudEvent event(String type) {
    return CloudEventBuilder.v1()
        .withId(UUID.randomUUID().toString())
        .withSource(URI.create("/model"))
        .withType(type)
        .build();
  }

  /** What eventing says of itself. */
  TestClient.Answer eventingStatus() {
    return new TestClient(eventing.uri()).get("/status");
  }

  @Override
  public void close() {
    toBroker.close();
    webhooks.close();
    provider.close();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      functions.values().forEach(function -> threads.execute(function::close));
    }
    eventing.close();
    ears.close();
    kafka.close();
    rows.close();
  }
}
