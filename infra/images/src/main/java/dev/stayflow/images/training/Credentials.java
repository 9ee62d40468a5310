package dev.stayflow.images.training;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Secrets that are of no use outside of a training, and what is signed by them. */
final class Credentials {
  static final String TOKEN_SECRET = "only-for-training-only-for-training-only";
  static final String WEBHOOK_KEY = "only-for-training-only-for-training";
  private static final String ALGORITHM = "HmacSHA256";

  private Credentials() {}

  /** A user's bearer token, valid for an hour. */
  static String token(String user) {
    var claims =
        """
        {"sub":"%s","iss":"stayflow","aud":"stayflow","email":"guest%s@stayflow.example","locale":"en","exp":%d}\
        """
            .formatted(user, user, Instant.now().getEpochSecond() + 3600);
    var signed = base64Url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64Url(claims);
    return signed
        + "."
        + Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(TOKEN_SECRET, signed));
  }

  /** The setting that holds the webhooks' key, as Standard Webhooks writes it. */
  static String webhookSecret() {
    return "whsec_"
        + Base64.getEncoder().encodeToString(WEBHOOK_KEY.getBytes(StandardCharsets.UTF_8));
  }

  /** The {@code webhook-signature} of Standard Webhooks. */
  static String webhookSignature(String id, String timestamp, String body) {
    return "v1,"
        + Base64.getEncoder().encodeToString(hmac(WEBHOOK_KEY, id + "." + timestamp + "." + body));
  }

  private static String base64Url(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] hmac(String key, String text) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
