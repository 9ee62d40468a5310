package dev.stayflow.dispatcher;

import static dev.stayflow.dispatcher.Answered.assertOutcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.stayflow.delayedtasks.Inspector;
import dev.stayflow.delayedtasks.RedisConnection;
import dev.stayflow.delayedtasks.RedisSettings;
import dev.stayflow.delayedtasks.TaskId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String SHOP = "shop-0123456789abcdef";
  private static final String BANK = "bank-0123456789abcdef";
  private static final String SUBJECT = "system:serviceaccount:shop:order";
  private static final RecordingSink SINK = RecordingSink.start();
  private static final Issuer ISSUER = Issuer.start();
  private static final RunningDispatcher DISPATCHER = RunningDispatcher.start(settings());
  private static final URI DOOR = DISPATCHER.door().uri();

  private final String id = UUID.randomUUID().toString();

  private static Map<String, String> settings() {
    return Map.of(
        "K_SINK",
        SINK.uri().toString(),
        "INGRESS_TOKENS",
        "shop:" + SHOP + ",bank:" + BANK,
        "INGRESS_OIDC_ISSUER",
        ISSUER.uri(),
        "INGRESS_OIDC_AUDIENCE",
        "dispatcher");
  }

  @AfterAll
  static void close() {
    DISPATCHER.close();
    ISSUER.close();
    SINK.close();
  }

  @Test
  void whoSaysNotWhoTheyAreIsRefused() {
    for (var path : new String[] {"/", "/dead-letters"}) {
      assertUnauthorized(post(path, null, Map.of("deliverafter", "PT0S")));
      assertUnauthorized(post(path, "Basic c2hvcDpzaG9w", Map.of("deliverafter", "PT0S")));
      assertUnauthorized(post(path, "Bearer nobody", Map.of("deliverafter", "PT0S")));
      assertUnauthorized(post(path, "Bearer " + SHOP + "x", Map.of("deliverafter", "PT0S")));
    }
    assertThat(DISPATCHER.door().get("/metrics").statusCode()).isEqualTo(200);
    assertThat(DISPATCHER.door().get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void aTokenOpensTheDoorAndTheTaskTellsWhose() {
    var answer = post("/", "Bearer " + SHOP, Map.of("deliverafter", "PT1H", "delivertask", id));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Deliver-Task")).hasValue(id);
    try (var redis = RedisConnection.open(RedisSettings.of(RunningDispatcher.REDIS.url()))) {
      var task = new Inspector(redis).find(new TaskId("default", "shop!" + id)).orElseThrow();
      assertThat(task.task().headers()).containsEntry("caller", "shop");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anothersCancellationDoesNotMeetTheTaskWhicheverComesFirst(boolean cancelFirst) {
    var cancellation = change("cancelled", Map.of());
    if (cancelFirst) {
      assertOutcome("not-there", post("/", "Bearer " + BANK, cancellation));
    }
    var request = Map.of("deliverafter", "PT1S", "delivertask", id);
    assertOutcome("stored", post("/", "Bearer " + SHOP, request));
    if (!cancelFirst) {
      assertOutcome("not-there", post("/", "Bearer " + BANK, cancellation));
    }
    var sooner = change("rescheduled", Map.of("deliverafter", "PT0S"));
    assertThat(post("/", "Bearer " + bearer(SUBJECT), sooner).statusCode()).isEqualTo(404);

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 1);
    assertThat(SINK.came(id).getFirst().event().getExtensionNames()).doesNotContain("caller");
    assertOutcome("finished", post("/", "Bearer " + SHOP, sooner));
  }

  @Test
  void theSameDefaultIdOfTwoCallersIsTwoTasks() {
    var request = Map.of("deliverafter", "PT0S");
    assertOutcome("stored", post("/", "Bearer " + SHOP, request));
    assertOutcome("stored", post("/", "Bearer " + BANK, request));

    await().atMost(LIMIT).until(() -> SINK.came(id).size() == 2);
  }

  @Test
  void aTokenOfTheIssuerOpensTheDoorAndTheIssuerIsNotAskedEachTime() {
    for (var i = 0; i < 20; i++) {
      assertOutcome(
          i == 0 ? "stored" : "already-there",
          post("/", "Bearer " + bearer(SUBJECT), Map.of("deliverafter", "PT1H")));
    }
    assertThat(ISSUER.keysAsked).hasValueLessThan(3);
  }

  @Test
  void aTokenThatIsNotForThisServiceIsRefused() throws JOSEException {
    var later = Instant.now().plusSeconds(600);
    for (var token :
        new String[] {
          ISSUER.token(ISSUER.key, ISSUER.uri(), SUBJECT, "other", later),
          ISSUER.token(ISSUER.key, "https://other.example", SUBJECT, "dispatcher", later),
          ISSUER.token(
              ISSUER.key, ISSUER.uri(), SUBJECT, "dispatcher", Instant.now().minusSeconds(600)),
          ISSUER.token(
              new RSAKeyGenerator(2048).keyID("k").generate(),
              ISSUER.uri(),
              SUBJECT,
              "dispatcher",
              later),
          ISSUER.token(ISSUER.key, ISSUER.uri(), "a!b", "dispatcher", later),
          ISSUER.token(ISSUER.key, ISSUER.uri(), "shop", "dispatcher", later)
        }) {
      assertUnauthorized(post("/", "Bearer " + token, Map.of("deliverafter", "PT0S")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INGRESS_OIDC_JWKS_URL", "INGRESS_OIDC_ISSUER"})
  void whileTheIssuerIsAwayARequestMayBeRepeated(String whoIsAway) {
    var settings = new HashMap<>(settings());
    settings.put(whoIsAway, "http://localhost:1/keys");
    settings.put("CONCURRENCY", "0");
    try (var dispatcher = RunningDispatcher.start(settings)) {
      var answer =
          post(
              dispatcher.door().uri(),
              "/",
              "Bearer " + bearer(SUBJECT),
              Map.of("deliverafter", "PT0S"));
      assertThat(answer.statusCode()).isEqualTo(503);
    }
  }

  private Map<String, String> change(String what, Map<String, String> more) {
    var attributes = new HashMap<>(more);
    attributes.put("type", "dev.stayflow.delivery." + what + ".v1");
    attributes.put("delivertask", id);
    return attributes;
  }

  private HttpResponse<String> post(
      String path, @Nullable String authorization, Map<String, String> attributes) {
    return post(DOOR, path, authorization, attributes);
  }

  private HttpResponse<String> post(
      URI door, String path, @Nullable String authorization, Map<String, String> attributes) {
    var request = HttpRequest.newBuilder(door.resolve(path)).header("ce-specversion", "1.0");
    var all = new HashMap<>(Map.of("id", id, "source", "/test", "type", "test.asked"));
    all.putAll(attributes);
    all.forEach((name, value) -> request.header("ce-" + name, value));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return RunningDispatcher.Door.send(request.POST(BodyPublishers.ofString("{}")));
  }

  private static String bearer(String subject) {
    return ISSUER.token(
        ISSUER.key, ISSUER.uri(), subject, "dispatcher", Instant.now().plusSeconds(600));
  }

  private static void assertUnauthorized(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
  }

  /** Signs tokens, and tells its keys as OpenID Connect Discovery does. */
  private static final class Issuer implements AutoCloseable {
    final RSAKey key;
    final AtomicInteger keysAsked = new AtomicInteger();
    private final HttpServer server;

    private Issuer(HttpServer server, RSAKey key) {
      this.server = server;
      this.key = key;
    }

    static Issuer start() {
      try {
        var server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var issuer = new Issuer(server, new RSAKeyGenerator(2048).keyID("k").generate());
        var about =
            "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\",\"subject_types_supported\":[\"public\"]}"
                .formatted(issuer.uri(), issuer.uri());
        var keys = new JWKSet(issuer.key.toPublicJWK()).toString();
        issuer.serves("/.well-known/openid-configuration", about, new AtomicInteger());
        issuer.serves("/keys", keys, issuer.keysAsked);
        server.start();
        return issuer;
      } catch (IOException | JOSEException e) {
        throw new IllegalStateException(e);
      }
    }

    private void serves(String path, String json, AtomicInteger asked) {
      server.createContext(
          path,
          exchange -> {
            asked.incrementAndGet();
            var body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
    }

    String uri() {
      return "http://localhost:" + server.getAddress().getPort();
    }

    String token(RSAKey signer, String issuer, String subject, String audience, Instant expires) {
      var claims =
          new JWTClaimsSet.Builder()
              .issuer(issuer)
              .subject(subject)
              .audience(audience)
              .expirationTime(Date.from(expires))
              .build();
      var token =
          new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k").build(), claims);
      try {
        token.sign(new RSASSASigner(signer));
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
      return token.serialize();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
