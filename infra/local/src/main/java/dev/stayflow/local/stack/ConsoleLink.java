package dev.stayflow.local.stack;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.UUID;

/** Links that sign an operator in at the dispatcher's console, made with the secret it has. */
final class ConsoleLink {
  private static final String DISPATCHER = "dispatcher";
  private static final Duration VALID_FOR = Duration.ofMinutes(10);

  private ConsoleLink() {}

  static String of(StackFile file, Addresses addresses, InstantSource clock) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .audience("dispatcher-sign-in-link")
            .subject("local")
            .claim("role", "operator")
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(VALID_FOR)))
            .build();
    var link = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      link.sign(new MACSigner(file.setting(DISPATCHER, "CONSOLE_SECRET")));
    } catch (JOSEException e) {
      throw new StackFailure(
          "CONSOLE_SECRET in %s does not do for HS256: %s"
              .formatted(StackFile.NAME, e.getMessage()),
          e);
    }
    var port = Integer.parseInt(file.setting(DISPATCHER, "CONSOLE_PORT"));
    return addresses.uri(DISPATCHER, port) + "/sign-in?link=" + link.serialize();
  }
}
