package dev.stayflow.payments;

import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.AeadCipher;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.cipher.Verifier;
import dev.stayflow.runtime.Request;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes a callback WeChat Pay's: its signature by the platform's key, and its encryption by
 * the secret that only it and the merchant know.
 */
final class WechatSeal {
  private static final Duration MOST_APART = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
  private static final String SIGNATURE_TYPE = "WECHATPAY2-SHA256-RSA2048";

  private final Verifier verifier;
  private final String keyId;
  private final AeadCipher cipher;
  private final InstantSource clock;

  /**
   * @param keyId names the platform's key
   * @param secret 32 bytes
   */
  WechatSeal(PublicKey key, String keyId, byte[] secret, InstantSource clock) {
    this.verifier = new RSAVerifier(key, keyId);
    this.keyId = keyId;
    this.cipher = new AeadAesCipher(secret);
    this.clock = clock;
  }

  /**
   * Why the request cannot be WeChat Pay's; empty when it is. The SDK does not look at the time.
   */
  Optional<String> flaw(Request request) {
    String timestamp = header(request, "timestamp");
    if (!header(request, "signature-type", SIGNATURE_TYPE).equals(SIGNATURE_TYPE)) {
      return Optional.of("signed in a way that we do not know");
    }
    if (!header(request, "serial").equals(keyId)) {
      return Optional.of("signed by another key than WECHAT_PAY_PUBLIC_KEY_ID");
    }
    if (!SECONDS.matcher(timestamp).matches() || !isNow(Long.parseLong(timestamp))) {
      return Optional.of("made more than five minutes from now");
    }
    String message =
        "%s\n%s\n%s\n"
            .formatted(
                timestamp,
                header(request, "nonce"),
                new String(request.body(), StandardCharsets.UTF_8));
    return isSigned(message, header(request, "signature"))
        ? Optional.empty()
        : Optional.of("the signature does not hold");
  }

  /** Whether the platform signed it. */
  boolean isSigned(String message, String signature) {
    try {
      return verifier.verify(keyId, message, signature);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /**
   * What is inside of it.
   *
   * @param ciphertext base64
   * @throws com.wechat.pay.java.core.exception.DecryptionException when the secret is another
   * @throws IllegalArgumentException when it is no base64 or the nonce is empty
   */
  String open(@Nullable String associatedData, String nonce, String ciphertext) {
    return cipher.decrypt(
        associatedData == null ? new byte[0] : associatedData.getBytes(StandardCharsets.UTF_8),
        nonce.getBytes(StandardCharsets.UTF_8),
        Base64.getDecoder().decode(ciphertext));
  }

  private boolean isNow(long seconds) {
    Duration apart = Duration.between(Instant.ofEpochSecond(seconds), clock.instant());
    return apart.abs().compareTo(MOST_APART) <= 0;
  }

  private static String header(Request request, String name) {
    return header(request, name, "");
  }

  private static String header(Request request, String name, String otherwise) {
    return request.header("wechatpay-" + name).orElse(otherwise);
  }
}
