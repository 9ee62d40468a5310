package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;

/** Tells who sends a request, by its bearer token; everybody may when none are configured. */
final class Identities {
  private static final Logger LOG = LoggerFactory.getLogger(Identities.class);
  private static final String BEARER = "bearer ";

  /** Who sends a request. */
  sealed interface Identity {}

  record Known(Caller caller) implements Identity {}

  /**
   * Nobody who may.
   *
   * @param challenge as in the header {@code WWW-Authenticate}
   */
  record Unknown(String challenge, String reason) implements Identity {
    ResponseEntity<Object> response() {
      var problem =
          new Refusal(401, "unauthorized", "Say who you are", reason, null, null).response();
      return ResponseEntity.status(401)
          .headers(problem.getHeaders())
          .header("WWW-Authenticate", challenge)
          .body(problem.getBody());
    }
  }

  /** It cannot be told at the moment. */
  record Undecided(String reason) implements Identity {}

  private final boolean open;
  private final Map<String, byte[]> digests = new LinkedHashMap<>();
  private final Optional<JwtDecoder> tokens;

  /**
   * The identities of some settings.
   *
   * @param tokens reads those of OpenID Connect
   */
  Identities(IngressSettings settings, Optional<JwtDecoder> tokens) {
    this.open = settings.isOpen();
    this.tokens = tokens;
    settings.tokens().forEach((name, token) -> digests.put(name, digest(token)));
  }

  Identity of(@Nullable String authorization) {
    if (open) {
      return new Known(Caller.ANYONE);
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return new Unknown("Bearer", "send a bearer token in the header Authorization");
    }
    var token = authorization.substring(BEARER.length()).strip();
    return byToken(token)
        .or(() -> tokens.map(decoder -> decoded(decoder, token)))
        .orElseGet(() -> wrong("nobody has this token"));
  }

  /** Looks at all of them, in the same time whichever it is. */
  private Optional<Identity> byToken(String token) {
    var given = digest(token);
    Optional<Identity> found = Optional.empty();
    for (var known : digests.entrySet()) {
      if (MessageDigest.isEqual(known.getValue(), given)) {
        found = Optional.of(new Known(new Caller(known.getKey())));
      }
    }
    return found;
  }

  private Identity decoded(JwtDecoder decoder, String token) {
    try {
      var subject = decoder.decode(token).getSubject();
      return subject != null && Caller.isName(subject) && !digests.containsKey(subject)
          ? new Known(new Caller(subject))
          : wrong("the token's subject cannot be the name of a caller");
    } catch (BadJwtException e) {
      return wrong("the token is not valid: " + e.getMessage());
    } catch (JwtException | JwtDecoderInitializationException e) {
      LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Tokens cannot be verified");
      return new Undecided("the issuer of tokens cannot be asked");
    }
  }

  private static Identity wrong(String reason) {
    return new Unknown("Bearer error=\"invalid_token\"", reason);
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
