package dev.stayflow.lambda;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bodies as Lambda writes them within JSON. */
final class HttpBody {
  private HttpBody() {}

  /**
   * The bytes of a body.
   *
   * @param text nothing for a request without a body
   * @param isBase64 so the gateway writes whatever it does not take for text
   * @return nothing for what should be base64 and is not
   */
  static Optional<byte[]> of(@Nullable String text, boolean isBase64) {
    if (text == null) {
      return Optional.of(new byte[0]);
    }
    return isBase64 ? base64(text) : Optional.of(text.getBytes(StandardCharsets.UTF_8));
  }

  static Optional<byte[]> base64(String text) {
    try {
      return Optional.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException not) {
      return Optional.empty();
    }
  }
}
