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
import java.util.Map;

/** Tokens of guests, signed with the secret that the functions of the stack verify. */
final class GuestToken {
  private static final Duration VALID_FOR = Duration.ofHours(1);

  /** Any function that takes guests: all share these settings. */
  private static final String FUNCTION = "create-order";

  private static final String DEFAULT_PARTY = "stayflow";

  private GuestToken() {}

  /**
   * @param locale a BCP 47 tag: the language in which the guest hears of orders
   */
  static String of(StackFile file, long guest, String locale, InstantSource clock) {
    var settings = file.find(FUNCTION).map(Service::environment).orElse(Map.of());
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .subject(Long.toString(guest))
            .issuer(settings.getOrDefault("JWT_ISSUER", DEFAULT_PARTY))
            .audience(settings.getOrDefault("JWT_AUDIENCE", DEFAULT_PARTY))
            .claim("email", "guest%d@stayflow.example".formatted(guest))
            .claim("locale", locale)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(VALID_FOR)))
            .build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(file.setting(FUNCTION, "JWT_SECRET")));
    } catch (JOSEException e) {
      throw new StackFailure(
          "JWT_SECRET in %s does not do for HS256: %s".formatted(StackFile.NAME, e.getMessage()),
          e);
    }
    return token.serialize();
  }
}
