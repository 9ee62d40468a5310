package dev.stayflow.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Those who ask, each with a token. */
final class Guests {
  static final int COUNT = 200;
  static final String SECRET = "only-for-benchmarks-only-for-benchmarks";

  private static final String ALGORITHM = "HmacSHA256";

  private final List<String> tokens;

  Guests() {
    tokens = IntStream.rangeClosed(1, COUNT).mapToObj(Guests::token).toList();
  }

  /** The header of a guest, 1 to {@link #COUNT}. */
  String authorization(int guest) {
    return "authorization: Bearer " + tokens.get(guest - 1) + "\n";
  }

  /** Good for a day. */
  private static String token(int guest) {
    var claims =
        """
        {"sub":"%d","iss":"stayflow","aud":"stayflow","email":"guest%d@stayflow.example","locale":"en","exp":%d}"""
            .formatted(guest, guest, Instant.now().plus(1, ChronoUnit.DAYS).getEpochSecond());
    var signed = base64(bytes("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")) + "." + base64(bytes(claims));
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes(SECRET), ALGORITHM));
      return signed + "." + base64(mac.doFinal(bytes(signed)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
