package dev.stayflow.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuestTokensTest {
  private static final String STAY = "{\"homestayId\":7,\"isFood\":true,\"people\":2}";
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final FunctionWiring AT_NOW =
      (context, settings) -> {
        context.registerBean(InstantSource.class, () -> InstantSource.fixed(NOW));
        BookStay.register(context, settings);
      };

  private static FunctionProcess start(String... settings) {
    var environment = new HashMap<>(Map.of("PORT", "0"));
    for (int i = 0; i < settings.length; i += 2) {
      environment.put(settings[i], settings[i + 1]);
    }
    return FunctionProcess.start("book-stay", AT_NOW, environment);
  }

  private static TestClient.Answer call(FunctionProcess process, String... headers) {
    var client = new TestClient(process.uri());
    HttpRequest.Builder request = client.request();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.POST(BodyPublishers.ofString(STAY)));
  }

  private static String token(java.util.function.UnaryOperator<JWTClaimsSet.Builder> change) {
    return TestTokens.signed(
        TestTokens.SECRET,
        claims -> change.apply(claims.expirationTime(Date.from(NOW.plusSeconds(60)))));
  }

  static Stream<Arguments> wrongTokens() {
    String good = token(claims -> claims);
    String unsigned =
        new PlainJWT(
                new JWTClaimsSet.Builder()
                    .issuer("stayflow")
                    .audience("stayflow")
                    .subject("42")
                    .expirationTime(Date.from(NOW.plusSeconds(60)))
                    .build())
            .serialize();
    return Stream.of(
        arguments("", "Authorization"),
        arguments("Basic YTpi", "Bearer"),
        arguments("Bearer", "Bearer"),
        arguments("Bearer a b", "Bearer"),
        arguments("Bearer nonsense", "not a signed JWT"),
        arguments("Bearer a.b.c", "not a signed JWT"),
        arguments("Bearer " + unsigned, "not accepted"),
        arguments("Bearer " + good.substring(0, good.lastIndexOf('.') + 1), "not"),
        arguments("Bearer " + good + "x", "not accepted"),
        arguments("Bearer " + otherPayload(good), "not accepted"),
        arguments(
            "Bearer "
                + TestTokens.signed("another secret that is long enough too", claims -> claims),
            "not accepted"),
        arguments("Bearer " + hs512(), "not accepted"),
        arguments("Bearer " + token(c -> c.expirationTime(null)), "no expiry"),
        arguments(
            "Bearer " + token(c -> c.expirationTime(Date.from(NOW.minusSeconds(6)))), "expired"),
        arguments(
            "Bearer " + token(c -> c.notBeforeTime(Date.from(NOW.plusSeconds(60)))),
            "not valid yet"),
        arguments("Bearer " + token(c -> c.issuer("someone")), "issuer"),
        arguments("Bearer " + token(c -> c.issuer(null)), "issuer"),
        arguments("Bearer " + token(c -> c.audience("someone")), "audience"),
        arguments("Bearer " + token(c -> c.audience((String) null)), "audience"),
        arguments("Bearer " + token(c -> c.subject(null)), "subject"),
        arguments("Bearer " + token(c -> c.subject("0")), "subject"),
        arguments("Bearer " + token(c -> c.subject("-1")), "subject"),
        arguments("Bearer " + token(c -> c.subject("alice")), "subject"),
        arguments("Bearer " + token(c -> c.subject("99999999999999999999")), "subject"));
  }

  private static String otherPayload(String token) {
    String[] parts = token.split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    byte[] changed = claims.replace("\"42\"", "\"43\"").getBytes(StandardCharsets.UTF_8);
    return parts[0]
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(changed)
        + "."
        + parts[2];
  }

  private static String hs512() {
    try {
      String longer = TestTokens.SECRET + TestTokens.SECRET;
      var token =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.HS512), new JWTClaimsSet.Builder().subject("42").build());
      token.sign(new MACSigner(longer));
      return token.serialize();
    } catch (com.nimbusds.jose.JOSEException fault) {
      throw new IllegalStateException(fault);
    }
  }

  @ParameterizedTest
  @MethodSource("wrongTokens")
  void aTokenThatIsNotRightIsRefusedWithTheReason(String authorization, String reason) {
    try (var process = start("JWT_SECRET", TestTokens.SECRET)) {
      var answer =
          authorization.isEmpty() ? call(process) : call(process, "Authorization", authorization);

      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
      assertThat(answer.problem()).isEqualTo("unauthorized");
      assertThat(answer.json().path("detail").asString())
          .contains(reason)
          .doesNotContain(TestTokens.SECRET, "nimbus", "Exception");
    }
  }

  @Test
  void expiryIsJudgedByTheInjectedClockWithFiveSecondsOfPatience() {
    try (var process = start("JWT_SECRET", TestTokens.SECRET)) {
      String justExpired = token(c -> c.expirationTime(Date.from(NOW.minusSeconds(4))));

      assertThat(call(process, "Authorization", "bearer " + justExpired).status()).isEqualTo(201);
    }
  }

  @Test
  void issuerAndAudienceAreSettings() {
    try (var process =
        start("JWT_SECRET", TestTokens.SECRET, "JWT_ISSUER", "iss", "JWT_AUDIENCE", "aud")) {
      String token = token(c -> c.issuer("iss").audience(java.util.List.of("x", "aud")));

      assertThat(call(process, "Authorization", "Bearer " + token).status()).isEqualTo(201);
      assertThat(call(process, "Authorization", "Bearer " + token(c -> c)).status()).isEqualTo(401);
    }
  }

  @Test
  void aKeySetIsFetchedAndItsAlgorithmIsPinned() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
    String keys = new JWKSet(key.toPublicJWK()).toString();
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, keys.length());
          exchange.getResponseBody().write(keys.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    issuer.start();
    String url = "http://localhost:" + issuer.getAddress().getPort() + "/keys";
    try (var process = start("JWT_JWKS_URL", url)) {
      var signed =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
              new JWTClaimsSet.Builder()
                  .issuer("stayflow")
                  .audience("stayflow")
                  .subject("5")
                  .expirationTime(Date.from(NOW.plusSeconds(60)))
                  .build());
      signed.sign(new RSASSASigner(key));
      String confused =
          TestTokens.signed(
              key.toRSAPublicKey().toString(),
              c -> c.expirationTime(Date.from(NOW.plusSeconds(60))));

      assertThat(call(process, "Authorization", "Bearer " + signed.serialize()).status())
          .isEqualTo(201);
      assertThat(call(process, "Authorization", "Bearer " + confused).status()).isEqualTo(401);
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void anIssuerThatIsAwayIsNotTheGuestsFault() throws Exception {
    RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
    try (var process = start("JWT_JWKS_URL", "http://localhost:1/keys")) {
      var signed =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(),
              new JWTClaimsSet.Builder().subject("5").build());
      signed.sign(new RSASSASigner(key));

      assertThat(call(process, "Authorization", "Bearer " + signed.serialize()).status())
          .isEqualTo(503);
    }
  }

  @Test
  void theDevelopmentGuestActsForDirectCallsWithoutAToken() {
    try (var process =
        start("JWT_SECRET", TestTokens.SECRET, "DEV_GUEST", "77", "LOCAL_STACK", "true")) {
      assertThat(call(process).json().path("guest").asLong()).isEqualTo(77);
      assertThat(
              call(process, "Authorization", "Bearer " + token(c -> c))
                  .json()
                  .path("guest")
                  .asLong())
          .isEqualTo(42);
      assertThat(call(process, "Authorization", "Bearer nonsense").status()).isEqualTo(401);
      assertThat(call(process, "Forwarded", "for=192.0.2.1").status()).isEqualTo(401);
      assertThat(call(process, "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(401);
      assertThat(call(process, "Origin", "http://localhost").status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"K_SERVICE", "KUBERNETES_SERVICE_HOST", "AWS_LAMBDA_FUNCTION_NAME"})
  void theDevelopmentGuestIsRefusedInProduction(String sign) {
    assertThatThrownBy(
            () ->
                start(
                        "JWT_SECRET",
                        TestTokens.SECRET,
                        "DEV_GUEST",
                        "77",
                        "LOCAL_STACK",
                        "true",
                        sign,
                        "x")
                    .close())
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("DEV_GUEST")
        .hasMessageContaining(sign);
  }

  @Test
  void theDevelopmentGuestIsRefusedOutsideTheLocalStack() {
    assertThatThrownBy(() -> start("JWT_SECRET", TestTokens.SECRET, "DEV_GUEST", "77").close())
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("LOCAL_STACK");
  }

  @Test
  void eitherASecretOrAKeySetMustBeGiven() {
    assertThatThrownBy(() -> start().close())
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("JWT_JWKS_URL");
    assertThatThrownBy(() -> start("JWT_SECRET", "short").close())
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("short");
  }
}
