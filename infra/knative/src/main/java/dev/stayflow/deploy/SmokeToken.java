package dev.stayflow.deploy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** The token of the guest who places the smoke order. */
final class SmokeToken {
  /**
   * The highest number that a guest may have. Without a mail address, so that nobody is told of its
   * orders.
   */
  static final String GUEST = "999999999999999999";

  private static final Duration VALID_FOR = Duration.ofMinutes(15);
  private static final JsonMapper json = new JsonMapper();

  private SmokeToken() {}

  /** Empty when tokens are signed elsewhere. */
  static Optional<String> of(List<Manifest> manifests, Secrets secrets, InstantSource clock) {
    var settings =
        Rendering.of(manifests, "", "ConfigMap")
            .filter(map -> map.name().name().equals("stayflow-settings"))
            .findFirst();
    if (settings.isEmpty() || !setting(settings.get(), "JWT_JWKS_URL", "").isEmpty()) {
      return Optional.empty();
    }
    return secrets
        .value(settings.get().name().namespace(), "tokens", "jwt-secret")
        .map(
            secret ->
                signed(
                    secret,
                    Map.of(
                        "sub",
                        GUEST,
                        "iss",
                        setting(settings.get(), "JWT_ISSUER", "stayflow"),
                        "aud",
                        setting(settings.get(), "JWT_AUDIENCE", "stayflow"),
                        "exp",
                        clock.instant().plus(VALID_FOR).getEpochSecond())));
  }

  /** HS256, as RFC 7515 has it. */
  static String signed(String secret, Map<String, ?> claims) {
    var text =
        encoded(json.writeValueAsBytes(Map.of("alg", "HS256", "typ", "JWT")))
            + "."
            + encoded(json.writeValueAsBytes(claims));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return text + "." + encoded(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String setting(Manifest settings, String name, String otherwise) {
    var value = settings.tree().path("data").path(name).asString("");
    return value.isEmpty() ? otherwise : value;
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
