package dev.stayflow.dispatcher.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statements that any replica with the same secret believes: JWTs with HMAC-SHA-256. Each has one
 * purpose and an end, so that none passes for another.
 */
final class Seal {
  /** What a statement is good for; its audience. */
  enum Purpose {
    SESSION("dispatcher-session"),
    LINK("dispatcher-sign-in-link"),
    OIDC_REQUEST("dispatcher-oidc-request");

    private final String audience;

    Purpose(String audience) {
      this.audience = audience;
    }
  }

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final InstantSource clock;

  /**
   * A seal.
   *
   * @param secret at least 32 bytes
   */
  Seal(byte[] secret, InstantSource clock) {
    try {
      this.signer = new MACSigner(secret);
      this.verifier = new MACVerifier(secret);
    } catch (JOSEException e) {
      throw new IllegalArgumentException("the secret is too short", e);
    }
    this.clock = clock;
  }

  String sign(Purpose purpose, Duration life, Map<String, String> claims) {
    var now = clock.instant();
    var statement =
        new JWTClaimsSet.Builder()
            .audience(purpose.audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(life)));
    claims.forEach(statement::claim);
    var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), statement.build());
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return jwt.serialize();
  }

  /**
   * What a statement says; nothing when it is forged, past its end or made for something else.
   *
   * @param life the longest it may have been made for
   */
  Optional<JWTClaimsSet> read(Purpose purpose, Duration life, String statement) {
    try {
      var jwt = SignedJWT.parse(statement);
      var genuine =
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256) && jwt.verify(verifier);
      return Optional.of(jwt.getJWTClaimsSet())
          .filter(claims -> genuine && holds(purpose, life, claims));
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  private boolean holds(Purpose purpose, Duration life, JWTClaimsSet claims) {
    var from = claims.getIssueTime();
    var until = claims.getExpirationTime();
    var now = clock.instant();
    return claims.getAudience().equals(List.of(purpose.audience))
        && from != null
        && until != null
        && now.isBefore(until.toInstant())
        && !now.isAfter(from.toInstant().plus(life));
  }
}
