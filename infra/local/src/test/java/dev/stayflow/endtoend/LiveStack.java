package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.local.stack.RunningStack;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole local stack, started once for all end-to-end tests, and a guest who uses it. Every
 * answer of the gateway is checked against the document of the public paths.
 */
final class LiveStack {
  /** Long enough to pay on a busy machine, short enough to wait for. */
  static final Duration PAY_WITHIN = Duration.ofSeconds(16);

  /** A stack that has just started takes its first events more slowly than one that has run. */
  private static final Duration PUBLISH_WITHIN = Duration.ofSeconds(5);

  static final long GUEST = 42;

  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final AtomicInteger NEXT_STAY = new AtomicInteger();
  private static final int HOMESTAYS = 20;
  private static final int CONSOLE = 8980;
  private static final String CONSOLE_TOKEN = "stayflow-local-stack-token-never-for-production";

  private final RunningStack stack;
  private final SpanCollector spans;
  private final CheckedGateway gateway;

  private LiveStack(RunningStack stack, SpanCollector spans) {
    this.stack = stack;
    this.spans = spans;
    this.gateway = new CheckedGateway(stack.uri("gateway"));
  }

  private static final class Holder {
    static final LiveStack STACK = launch();

    private static LiveStack launch() {
      SpanCollector spans = SpanCollector.start();
      Path root = Path.of("../..");
      RunningStack stack =
          RunningStack.start(
              root,
              root.resolve("infra/local/target/end-to-end-logs"),
              Map.of(
                  "PAY_WITHIN",
                  PAY_WITHIN.toString(),
                  "PUBLISH_WITHIN",
                  PUBLISH_WITHIN.toString(),
                  "LOG_LEVEL",
                  "info",
                  "OTEL_EXPORTER_OTLP_ENDPOINT",
                  spans.endpoint()));
      return new LiveStack(stack, spans);
    }
  }

  static LiveStack started() {
    return Holder.STACK;
  }

  RunningStack parts() {
    return stack;
  }

  SpanCollector spans() {
    return spans;
  }

  /** An answer of the gateway or a function. */
  record Answer(int status, String contentType, String body) {
    static Answer of(HttpResponse<String> answer) {
      String type = answer.headers().firstValue("content-type").orElse("");
      return new Answer(answer.statusCode(), type, answer.body());
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(body);
    }

    /** The last word of a problem's type. */
    String problem() {
      return json().path("type").asString().replaceFirst(".*/", "");
    }
  }

  /** Posts through the gateway as guest 42. */
  Answer post(String path, String json) {
    return post(path, json, "Authorization", "Bearer " + stack.token(GUEST));
  }

  /** Posts through the gateway; headers as name, value, name, value. */
  Answer post(String path, String json, String... headers) {
    return Answer.of(gateway.post(path, json, headers));
  }

  Answer get(URI uri) {
    return Answer.of(gateway.send(HttpRequest.newBuilder(uri).GET(), ""));
  }

  /** Sends a request to something else than the gateway. */
  Answer send(HttpRequest.Builder request) {
    return Answer.of(gateway.send(request, ""));
  }

  /** A request for a stay that no other test asks for. */
  static String freshStay() {
    int number = NEXT_STAY.getAndIncrement();
    LocalDate arrival = LocalDate.now(ZONE).plusDays(7 + 3L * (number / HOMESTAYS));
    return stay(1 + number % HOMESTAYS, arrival, arrival.plusDays(2));
  }

  static String stay(int homestay, LocalDate arrival, LocalDate departure) {
    return """
    {"homestayId":%d,"isFood":false,"liveStartTime":%d,"liveEndTime":%d,"livePeopleNum":1}\
    """
        .formatted(homestay, noon(arrival), noon(departure));
  }

  private static long noon(LocalDate day) {
    return day.atTime(12, 0).atZone(ZONE).toEpochSecond();
  }

  /** Places an order of its own and gives back its number. */
  String placeOrder() {
    return placeOrder(freshStay());
  }

  /** Places an order for a stay and gives back its number. */
  String placeOrder(String stay) {
    Answer placed = post("/order/v1/homestayOrder/createHomestayOrder", stay);
    assertThat(placed.status()).as(placed.body()).isEqualTo(201);
    return placed.json().path("orderSn").asString();
  }

  /** Opens an order's payment and gives back its number. */
  String openPayment(String orderSn) {
    Answer opened = post("/payment/v1/payOrder", "{\"orderSn\":\"" + orderSn + "\"}");
    assertThat(opened.status()).as(opened.body()).isEqualTo(201);
    return opened.json().path("paymentSn").asString();
  }

  /** Plays the guest at the provider's checkout. */
  void complete(String paymentSn, String outcome) {
    URI uri = stack.uri("sandbox").resolve("/v1/payments/" + paymentSn + "/complete");
    Answer taken =
        send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"outcome\":\"" + outcome + "\"}")));
    assertThat(taken.status()).as(taken.body()).isEqualTo(202);
  }

  /** Tells of a payment as the replaced system's producer did. */
  void payAsTheReplacedSystem(String orderSn) {
    String json = "{\"orderSn\":\"%s\",\"payStatus\":1}".formatted(orderSn);
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", "localhost:" + stack.port("kafka")),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>("payment-status", json)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Places an order, pays it, and gives back its number once that is known. */
  String placePaidOrder() {
    String order = placeOrder();
    complete(openPayment(order), "SUCCESS");
    await().atMost(PAY_WITHIN.plusSeconds(60)).until(() -> tradeState(order) == 1);
    return order;
  }

  /** Cancels a guest's order. */
  void cancel(String orderSn) {
    Answer cancelled =
        post("/order/v1/homestayOrder/cancelHomestayOrder", "{\"sn\":\"" + orderSn + "\"}");
    assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
  }

  /** How the provider treats the refund of a payment from now on: ACCEPT, REFUSE or FAIL. */
  void refund(String paymentSn, String mode) {
    Answer taken =
        send(
            HttpRequest.newBuilder(
                    stack.uri("sandbox").resolve("/v1/payments/" + paymentSn + "/refunds/mode"))
                .POST(BodyPublishers.ofString("{\"mode\":\"" + mode + "\"}")));
    assertThat(taken.status()).as(taken.body()).isEqualTo(200);
  }

  /** Calls the dispatcher's API. */
  Answer dispatcher(String method, String pathAndQuery) {
    return send(
        HttpRequest.newBuilder(stack.uri("dispatcher", CONSOLE).resolve(pathAndQuery))
            .header("Authorization", "Bearer " + CONSOLE_TOKEN)
            .method(method, BodyPublishers.noBody()));
  }

  JsonNode detail(String orderSn) {
    Answer shown =
        post("/order/v1/homestayOrder/userHomestayOrderDetail", "{\"sn\":\"" + orderSn + "\"}");
    assertThat(shown.status()).as(shown.body()).isEqualTo(200);
    return shown.json();
  }

  int tradeState(String orderSn) {
    return detail(orderSn).path("tradeState").asInt();
  }

  /** Changes the database as its owner does. */
  void change(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws SQLException {
    String url = "jdbc:postgresql://localhost:" + stack.port("postgres") + "/stayflow";
    return DriverManager.getConnection(url, "stayflow", "stayflow");
  }

  /** The one value that a query with one parameter finds, as text. */
  String ask(String sql, String parameter) {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return String.valueOf(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
