package dev.stayflow.paymentcallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.stayflow.local.servers.KafkaServer;
import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.InvalidSettings;
import dev.stayflow.runtime.TestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentCallbackTest {
  private static final String SECRET = secret("the provider's");
  private static final TopicPartition TOPIC = new TopicPartition("payment-status", 0);
  private static final String BODY =
      """
      {"type":"payment.completed","timestamp":"2026-11-21T12:00:00Z","data":{
       "paymentSn":"PMT2026112112000012345678","orderSn":"HSO2026112112000087654321",
       "outcome":"SUCCESS","amount":50000,"currency":"CNY","transactionId":"T1",
       "occurredAt":"2026-11-21T12:00:00Z","channel":"a field we do not know"}}""";

  @TempDir private static Path state;
  private static KafkaServer kafka;
  private static FunctionProcess function;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws ExecutionException, InterruptedException {
    kafka = KafkaServer.start(state, 0);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1))).all().get();
    }
    function =
        FunctionProcess.start(
            "payment-callback",
            new PaymentCallbackApplication(),
            Map.of(
                "PORT",
                "0",
                "KAFKA_BROKERS",
                kafka.bootstrapServers(),
                "KAFKA_CONFIRM_WITHIN",
                "PT5S",
                "SANDBOX_WEBHOOK_SECRET",
                SECRET));
    awaitFirstContact();
  }

  @AfterAll
  static void stop() {
    function.close();
    kafka.close();
  }

  @Test
  void a_signed_webhook_is_a_binary_cloudevent_under_the_orders_key_before_it_is_answered()
      throws Exception {
    long before = end();
    HttpResponse<String> answer = post("/sandbox", signed("wh_1", BODY));

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("ce-"));
    ConsumerRecord<String, String> record = records(before).getFirst();
    assertThat(record.key()).isEqualTo("HSO2026112112000087654321");
    assertThat(header(record, "ce_id")).isEqualTo("wh_1");
    assertThat(header(record, "ce_type")).isEqualTo("dev.stayflow.payment.status-changed.v1");
    assertThat(header(record, "ce_source")).isEqualTo("/stayflow/payment-callback");
    assertThat(header(record, "ce_subject")).isEqualTo("PMT2026112112000012345678");
    assertThat(header(record, "ce_partitionkey")).isEqualTo("HSO2026112112000087654321");
    assertThat(header(record, "ce_traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]");
    assertThat(header(record, "content-type")).isEqualTo("application/json");
    assertThat(record.value()).contains("\"payStatus\":\"SUCCESS\"", "\"amount\":50000");
  }

  @Test
  void a_repeated_webhook_keeps_its_id() throws Exception {
    long before = end();
    post("/", signed("wh_again", BODY));
    post("/", signed("wh_again", BODY));
    assertThat(records(before).stream().map(record -> header(record, "ce_id")))
        .containsExactly("wh_again", "wh_again");
  }

  @Test
  void a_failed_payment_is_published_as_failed() throws Exception {
    long before = end();
    post("/", signed("wh_fail", BODY.replace("\"SUCCESS\"", "\"FAIL\"")));
    assertThat(records(before).getFirst().value()).contains("\"payStatus\":\"FAIL\"");
  }

  @Test
  void a_tampered_body_is_refused_and_nothing_published() throws Exception {
    HttpRequest.Builder tampered =
        signed("wh_2", BODY).POST(BodyPublishers.ofString(BODY.replace("50000", "1")));
    refused(tampered);
  }

  @Test
  void another_secret_is_refused_and_nothing_published() throws Exception {
    refused(signed("wh_3", BODY, secret("somebody else's"), Instant.now()));
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, -86_400, 301})
  void a_timestamp_more_than_five_minutes_off_is_refused_and_nothing_published(long seconds)
      throws Exception {
    refused(signed("wh_4", BODY, SECRET, Instant.now().plusSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
  void a_webhook_without_one_of_its_headers_is_refused_and_nothing_published(String missing)
      throws Exception {
    HttpRequest whole = signed("wh_5", BODY).uri(function.uri()).build();
    HttpRequest.Builder without = HttpRequest.newBuilder(whole, (name, _) -> !name.equals(missing));
    refused(without);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1,", "v1,AAAA", "v9,x", "nonsense", " "})
  void a_signature_that_is_none_is_refused_and_nothing_published(String signature)
      throws Exception {
    refused(signed("wh_6", BODY).setHeader("webhook-signature", signature));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "{\"type\":\"payment.completed\",\"data\":{}}"})
  void signed_nonsense_is_a_bad_request(String body) throws Exception {
    long before = end();
    assertThat(post("/", signed("wh_7", body)).statusCode()).isEqualTo(400);
    assertThat(end()).isEqualTo(before);
  }

  @Test
  void a_webhook_of_another_type_is_taken_and_ignored() throws Exception {
    long before = end();
    HttpResponse<String> answer = post("/", signed("wh_8", "{\"type\":\"payout.created\"}"));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(end()).isEqualTo(before);
  }

  @Test
  void a_provider_that_is_not_configured_is_not_found() throws Exception {
    HttpResponse<String> answer = post("/wechat", signed("wh_9", BODY));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("no-such-provider");
  }

  @Test
  void while_kafka_is_away_the_provider_is_told_to_repeat_and_the_repeat_arrives()
      throws Exception {
    int port = kafka.port();
    kafka.close();
    HttpResponse<String> away = post("/", signed("wh_away", BODY));
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();

    kafka = KafkaServer.start(state, port);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> post("/", signed("wh_away", BODY)).statusCode() == 204);
    assertThat(records(0).stream().map(record -> header(record, "ce_id"))).contains("wh_away");
  }

  /** Before its first contact with Kafka a webhook may be told to come again, as it should be. */
  private static void awaitFirstContact() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> new TestClient(function.uri()).get("/health/ready").status() == 200);
  }

  private void refused(HttpRequest.Builder request) throws Exception {
    long before = end();
    HttpResponse<String> answer = post("/", request);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("bad-signature").doesNotContain("Exception");
    assertThat(end()).isEqualTo(before);
  }

  private HttpResponse<String> post(String path, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    URI uri = function.uri().resolve(path);
    return client.send(request.uri(uri).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder signed(String id, String body) throws WebhookSigningException {
    return signed(id, body, SECRET, Instant.now());
  }

  private static HttpRequest.Builder signed(String id, String body, String secret, Instant at)
      throws WebhookSigningException {
    return HttpRequest.newBuilder()
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
        .header("webhook-signature", new Webhook(secret).sign(id, at.getEpochSecond(), body))
        .POST(BodyPublishers.ofString(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"whsec_", "whsec_c3RheWZsb3c=", "whsec_not base64 but long enough to be one"})
  void a_secret_that_can_be_guessed_is_refused_at_start(String weak) {
    assertThatThrownBy(
            () ->
                FunctionProcess.start(
                    "payment-callback",
                    new PaymentCallbackApplication(),
                    Map.of(
                        "PORT",
                        "0",
                        "KAFKA_BROKERS",
                        kafka.bootstrapServers(),
                        "SANDBOX_WEBHOOK_SECRET",
                        weak)))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("SANDBOX_WEBHOOK_SECRET")
        .hasMessageContaining("at least 24 bytes");
  }

  private static String secret(String text) {
    byte[] bytes = (text + " secret of a webhook").getBytes(StandardCharsets.UTF_8);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  private static long end() {
    try (KafkaConsumer<String, String> consumer = consumer()) {
      return consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
    }
  }

  private static List<ConsumerRecord<String, String>> records(long from) {
    try (KafkaConsumer<String, String> consumer = consumer()) {
      consumer.assign(List.of(TOPIC));
      consumer.seek(TOPIC, from);
      long end = consumer.endOffsets(List.of(TOPIC)).getOrDefault(TOPIC, 0L);
      var records = new ArrayList<ConsumerRecord<String, String>>();
      while (consumer.position(TOPIC) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
      return records;
    }
  }

  private static KafkaConsumer<String, String> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            kafka.bootstrapServers(),
            "group.id",
            UUID.randomUUID().toString()),
        new StringDeserializer(),
        new StringDeserializer());
  }
}
