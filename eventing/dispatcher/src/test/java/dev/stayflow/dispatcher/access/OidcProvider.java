package dev.stayflow.dispatcher.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/** A small OpenID Connect provider with keys of its own; whoever comes is signed in at once. */
final class OidcProvider implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final RSAKey key;
  private final Map<String, Map<String, String>> asked = new ConcurrentHashMap<>();
  private volatile UnaryOperator<JWTClaimsSet.Builder> person = claims -> claims;

  private OidcProvider() throws IOException, JOSEException {
    key = new RSAKeyGenerator(2048).keyID("of-the-test").generate();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/.well-known/openid-configuration", this::discovery);
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext(
        "/jwks", exchange -> answer(exchange, new JWKSet(key.toPublicJWK()).toString()));
    server.start();
  }

  static OidcProvider start() {
    try {
      return new OidcProvider();
    } catch (IOException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  String issuer() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** What ID tokens say from now on, on top of what is right. */
  void says(UnaryOperator<JWTClaimsSet.Builder> claims) {
    person = claims;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void discovery(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        """
        {"issuer": "%1$s", "authorization_endpoint": "%1$s/authorize",
         "token_endpoint": "%1$s/token", "jwks_uri": "%1$s/jwks",
         "response_types_supported": ["code"], "subject_types_supported": ["public"],
         "id_token_signing_alg_values_supported": ["RS256"]}"""
            .formatted(issuer()));
  }

  private void authorize(HttpExchange exchange) throws IOException {
    var request = Forms.read(exchange.getRequestURI().getRawQuery());
    var code = "code-" + asked.size();
    asked.put(code, request);
    var back = request.get("redirect_uri") + "?code=" + code + "&state=" + request.get("state");
    exchange.getResponseHeaders().set("Location", back);
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void token(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var given = Forms.read(body);
    var request = asked.getOrDefault(given.getOrDefault("code", ""), Map.of());
    var verifier = given.getOrDefault("code_verifier", "");
    if (!Forms.isVerifier(verifier, request.getOrDefault("code_challenge", ""))) {
      exchange.sendResponseHeaders(400, -1);
      exchange.close();
      return;
    }
    answer(
        exchange,
        JSON.writeValueAsString(
            Map.of(
                "access_token",
                "unused",
                "token_type",
                "Bearer",
                "expires_in",
                60,
                "id_token",
                idToken(request))));
  }

  private String idToken(Map<String, String> request) {
    var right =
        new JWTClaimsSet.Builder()
            .issuer(issuer())
            .subject("nobody-in-particular")
            .audience(request.get("client_id"))
            .claim("nonce", request.get("nonce"))
            .issueTime(Date.from(Instant.now()))
            .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    var token = new SignedJWT(header, person.apply(right).build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
