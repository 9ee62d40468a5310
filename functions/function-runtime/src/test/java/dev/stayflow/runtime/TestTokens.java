package dev.stayflow.runtime;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Signs guests' tokens for tests; a function started with {@link #settings} accepts them. */
public final class TestTokens {
  public static final String SECRET = "a secret for tests that is long enough";

  private TestTokens() {}

  /** The settings under which the tokens are valid. */
  public static Map<String, String> settings() {
    return Map.of("JWT_SECRET", SECRET);
  }

  /** A token of that guest, valid for an hour by the system's clock. */
  public static String guest(long id) {
    return guest(id, Instant.now().plus(Duration.ofHours(1)));
  }

  public static String guest(long id, Instant expires) {
    return signed(
        SECRET, claims -> claims.subject(Long.toString(id)).expirationTime(Date.from(expires)));
  }

  /** A token with the issuer and audience that functions expect, changed as wanted. */
  public static String signed(String secret, UnaryOperator<JWTClaimsSet.Builder> change) {
    try {
      var claims =
          new JWTClaimsSet.Builder()
              .issuer("stayflow")
              .audience("stayflow")
              .subject("42")
              .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
      var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), change.apply(claims).build());
      token.sign(new MACSigner(secret));
      return token.serialize();
    } catch (JOSEException fault) {
      throw new IllegalStateException(fault);
    }
  }
}
