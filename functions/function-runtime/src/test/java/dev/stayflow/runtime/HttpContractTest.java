package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;

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
  void aWiringMayTakeSubPaths() {
    FunctionWiring wiring =
        new FunctionWiring() {
          @Override
          public void register(GenericApplicationContext context, Settings settings) {
            context.registerBean("sayPath", SayPath.class, () -> new SayPath());
          }

          @Override
          public boolean takesSubPaths() {
            return true;
          }
        };
    try (var other = FunctionProcess.start("say-path", wiring, Map.of("PORT", "0"))) {
      for (String path : List.of("/", "/sandbox", "/sandbox/2")) {
        var request = HttpRequest.newBuilder(other.uri().resolve(path));
        assertThat(
                client.send(request.POST(BodyPublishers.noBody())).json().path("path").asString())
            .isEqualTo(path);
      }
    }
  }

  private static final class SayPath implements Function<Request, Response> {
    @Override
    public Response apply(Request request) {
      return Response.ok(Map.of("path", request.path()));
    }
  }

  @Test
  void readinessWaitsForEveryCheckAndLivenessForNone() {
    var database = new AtomicBoolean();
    FunctionWiring wiring =
        (context, settings) -> {
          context.registerBean("sayPath", SayPath.class, () -> new SayPath());
          context.registerBean(ReadyCheck.class, () -> check(database));
        };
    try (var other = FunctionProcess.start("say-path", wiring, Map.of("PORT", "0"))) {
      var otherClient = new TestClient(other.uri());
      assertThat(otherClient.get("/health/live").status()).isEqualTo(200);
      assertThat(otherClient.get("/health/ready").status()).isEqualTo(503);
      assertThat(otherClient.get("/health/ready").body()).contains("database");
      assertThat(otherClient.get("/_/health").status()).isEqualTo(200);
      assertThat(otherClient.get("/_/ready").status()).isEqualTo(503);

      database.set(true);
      assertThat(otherClient.get("/health/ready").status()).isEqualTo(200);
      assertThat(otherClient.get("/_/ready").status()).isEqualTo(200);
    }
  }

  private static ReadyCheck check(AtomicBoolean database) {
    return new ReadyCheck() {
      @Override
      public String name() {
        return "database";
      }

      @Override
      public boolean ready() {
        return database.get();
      }
    };
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
