package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpContractTest {
  private static final String STAY = "{\"homestayId\":7,\"isFood\":true,\"people\":2}";
  private static FunctionProcess process;
  private static TestClient client;

  @BeforeAll
  static void start() {
    var environment = new HashMap<>(TestTokens.settings());
    environment.put("PORT", "0");
    FunctionWiring wiring =
        (context, settings) -> {
          context.registerBean(InstantSource.class, () -> InstantSource.fixed(Instant.now()));
          BookStay.register(context, settings);
        };
    process = FunctionProcess.start("book-stay", wiring, environment);
    client = new TestClient(process.uri());
  }

  @AfterAll
  static void stop() {
    process.close();
  }

  @Test
  void aGuestBooksAStay() {
    var answer = client.postAs(42, STAY);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().firstValue("content-type")).contains("application/json");
    assertThat(answer.json().path("guest").asLong()).isEqualTo(42);
    assertThat(answer.json().path("homestayId").asLong()).isEqualTo(7);
    assertThat(answer.json().path("traceparent").asString())
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[13]");
  }

  @Test
  void aRefusalIsAProblemWithItsOwnMembers() {
    var answer = client.postAs(42, STAY.replace("2}", "0}"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    assertThat(answer.json().path("type").asString())
        .isEqualTo("https://stayflow.dev/problems/people-not-possible");
    assertThat(answer.json().path("status").asInt()).isEqualTo(422);
    assertThat(answer.json().path("people").asInt()).isZero();
  }

  @Test
  void aFaultTellsTheClientNothing() {
    var answer = client.postAs(42, STAY.replace("2}", "99}"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.problem()).isEqualTo("internal-error");
    assertThat(answer.body()).doesNotContain("secret", "Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/other", "/health", "/metrics/x", "/%2e", "/sandbox"})
  void anotherPathIsNotFound(String path) {
    var answer =
        client.send(
            HttpRequest.newBuilder(
                    process.uri().resolve("http://localhost:" + process.port() + path))
                .POST(BodyPublishers.ofString(STAY)));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.problem()).isEqualTo("not-found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"})
  void anotherMethodIsNotAllowed(String method) {
    var answer = client.send(client.request().method(method, BodyPublishers.noBody()));

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers().firstValue("allow")).contains("POST");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/json; charset=no-such-charset",
        "application/json; charset=''",
        "json",
        "*/*"
      })
  void anotherKindOfContentIsUnsupported(String contentType) {
    var request = HttpRequest.newBuilder(process.uri()).header("Content-Type", contentType);
    var answer = client.send(request.POST(BodyPublishers.ofString(STAY)));

    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.problem()).isEqualTo("unsupported-media-type");
  }

  @Test
  void aBodyWithoutContentTypeIsUnsupported() {
    var answer =
        client.send(HttpRequest.newBuilder(process.uri()).POST(BodyPublishers.ofString(STAY)));

    assertThat(answer.status()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json; charset=UTF-8",
        "Application/Vnd.stay+JSON"
      })
  void jsonIsUnderstood(String contentType) {
    var request =
        HttpRequest.newBuilder(process.uri())
            .header("Content-Type", contentType)
            .header("Authorization", "Bearer " + TestTokens.guest(1));

    assertThat(client.send(request.POST(BodyPublishers.ofString(STAY))).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(ints = {64 * 1024 + 1, 1024 * 1024, 3 * 1024 * 1024})
  void aBodyThatIsTooLargeIsToldSo(int size) {
    byte[] body = " ".repeat(size).getBytes(StandardCharsets.UTF_8);

    var declared = client.send(client.request().POST(BodyPublishers.ofByteArray(body)));
    var chunked =
        client.send(
            client
                .request()
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(List.of(declared.status(), chunked.status())).containsOnly(413);
    assertThat(declared.problem()).isEqualTo("too-large");
  }

  @Test
  void aBodyOfExactlyTheLimitIsRead() {
    String padded = STAY + " ".repeat(64 * 1024 - STAY.length());

    assertThat(client.postAs(1, padded).status()).isEqualTo(201);
  }

  static Stream<Arguments> wrongBodies() {
    String deep = "[".repeat(30_000);
    return Stream.of(
        arguments("", ""),
        arguments("   ", ""),
        arguments("null", ""),
        arguments("not json", ""),
        arguments("[]", ""),
        arguments("\"text\"", ""),
        arguments("{", ""),
        arguments("{\"homestayId\":7", ""),
        arguments(STAY + STAY, ""),
        arguments(STAY + "]", ""),
        arguments("\uFEFF" + STAY, ""),
        arguments(deep, ""),
        arguments("{\"other\":" + deep, ""),
        arguments("{}", "homestayId"),
        arguments(stay("\"homestayId\":null"), "homestayId"),
        arguments(stay("\"homestayId\":\"7\""), "homestayId"),
        arguments(stay("\"homestayId\":7.0"), "homestayId"),
        arguments(stay("\"homestayId\":7.5"), "homestayId"),
        arguments(stay("\"homestayId\":1e3"), "homestayId"),
        arguments(stay("\"homestayId\":NaN"), ""),
        arguments(stay("\"homestayId\":99999999999999999999"), "homestayId"),
        arguments(stay("\"homestayId\":{}"), "homestayId"),
        arguments(stay("\"homestayId\":[7]"), "homestayId"),
        arguments(stay("\"homestayId\":true"), "homestayId"),
        arguments(stay("\"people\":2147483648"), "people"),
        arguments(stay("\"people\":\"\""), "people"),
        arguments(stay("\"isFood\":1"), "isFood"),
        arguments(stay("\"isFood\":\"true\""), "isFood"),
        arguments(stay("\"isFood\":null"), "isFood"),
        arguments(stay("\"remark\":5"), "remark"),
        arguments(stay("\"remark\":true"), "remark"),
        arguments(stay("\"remark\":{}"), "remark"),
        arguments(stay("\"remark\":\"a\",\"remark\":\"b\""), ""),
        arguments(stay("\"meal\":\"DINNER\""), "meal"),
        arguments(stay("\"meal\":1"), "meal"),
        arguments(stay("\"meal\":\"\""), "meal"),
        arguments(stay("\"rating\":\"5\""), "rating"),
        arguments(stay("\"rating\":Infinity"), ""),
        arguments(stay("\"guests\":{}"), "guests"),
        arguments(stay("\"guests\":[null]"), "guests[0]"),
        arguments(stay("\"guests\":[{\"name\":\"x\",\"age\":1},{\"age\":2}]"), "guests[1].name"),
        arguments(stay("\"guests\":[{\"name\":\"x\"}]"), "guests[0].age"),
        arguments(stay("\"guests\":[{\"name\":null,\"age\":1}]"), "guests[0].name"),
        arguments(stay("\"guests\":[{\"name\":\"x\",\"age\":\"y\"}]"), "guests[0].age"));
  }

  /** The stay with other members instead of its own of that name. */
  private static String stay(String members) {
    String name = members.substring(1, members.indexOf('"', 1));
    String rest = STAY.replaceAll("\"" + name + "\":[^,}]+,?", "").replace(",}", "}");
    return rest.replace("}", "," + members + "}");
  }

  @ParameterizedTest
  @MethodSource("wrongBodies")
  void aBodyThatDoesNotFitIsRefusedAndTheMemberNamed(String body, String field) {
    var answer = client.postAs(42, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.problem()).isEqualTo("bad-request");
    assertThat(answer.json().path("field").asString("")).as(answer.body()).isEqualTo(field);
    assertThat(answer.json().path("detail").asString())
        .contains(field)
        .doesNotContain("Exception", "dev.stayflow", "tools.jackson", "java.");
    assertThat(answer.json().path("detail").asString().length()).isLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"})
  void textThatIsNotUtf8IsRefused(String charset) {
    byte[] body = stay("\"remark\":\"Grüße\"").getBytes(Charset.forName(charset));
    var request = client.request().header("Authorization", "Bearer " + TestTokens.guest(1));

    var answer = client.send(request.POST(BodyPublishers.ofByteArray(body)));

    assertThat(answer.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"remark\":null",
        "\"meal\":null",
        "\"meal\":\"BREAKFAST\"",
        "\"guests\":[]",
        "\"rating\":5",
        "\"unknown\":{\"a\":[1]}",
        "\"remark\":\"'; DROP TABLE x; <script>\""
      })
  void whatIsOptionalOrUnknownDoesNotHurt(String members) {
    assertThat(client.postAs(42, stay(members)).status()).isEqualTo(201);
  }

  @Test
  void textsOfTheWholeOfUnicodeArriveAsTheyWere() {
    String remark = "两位成人 👨‍👩‍👧 Ünïcode";

    assertThat(
            client
                .postAs(42, stay("\"remark\":\"" + remark + "\""))
                .json()
                .path("remark")
                .asString())
        .isEqualTo(remark);
  }

  @Test
  void headersThatWouldSteerTheCatalogDoNothing() {
    var answer =
        client.postAs(
            42,
            STAY,
            "expected-content-type",
            "text/plain",
            "scf-func-name",
            "other",
            "lambda-x",
            "y",
            "statusCode",
            "299",
            "id",
            "1",
            "timestamp",
            "2",
            "ce-id",
            "3");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers().map().keySet())
        .containsExactlyInAnyOrder("content-length", "content-type", "date")
        .doesNotContain("ce-id");
  }

  @Test
  void healthAndMetricsAreOnTheSamePort() {
    assertThat(client.get("/health/live").status()).isEqualTo(200);
    assertThat(client.get("/health/ready").status()).isEqualTo(200);
    client.post(STAY);
    String metrics = client.get("/metrics").body();

    assertThat(metrics)
        .contains("function_requests_total{function=\"book-stay\",status=\"401\"}")
        .contains("function_request_duration_seconds_bucket{function=\"book-stay\"")
        .contains("function_requests_in_flight{function=\"book-stay\"} 0.0")
        .contains("jvm_memory_used_bytes");
  }
}
