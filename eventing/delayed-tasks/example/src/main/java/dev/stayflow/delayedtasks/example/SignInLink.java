package dev.stayflow.delayedtasks.example;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** A link that lets who has it into a console of the same secret, once and soon. */
final class SignInLink {
  private static final Duration LIFE = Duration.ofMinutes(10);

  private SignInLink() {}

  static String of(int port, String secret) {
    var now = Instant.now();
    var claims =
        new JWTClaimsSet.Builder()
            .jwtID(UUID.randomUUID().toString())
            .subject("you")
            .claim("role", "operator")
            .audience("dispatcher-sign-in-link")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFE)))
            .build();
    var link = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      link.sign(new MACSigner(secret));
    } catch (JOSEException e) {
      throw new IllegalStateException("the secret of the console is too short", e);
    }
    return "http://localhost:%d/sign-in?link=%s".formatted(port, link.serialize());
  }
}
