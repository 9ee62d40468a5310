package dev.stayflow.payments;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.stayflow.runtime.Request;
import dev.stayflow.runtime.Response;
import dev.stayflow.runtime.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sandbox provider's webhooks, signed by Standard Webhooks (standardwebhooks.com). */
final class SandboxCallbacks implements CallbackReader {
  private static final String SECRET = "SANDBOX_WEBHOOK_SECRET";
  private static final String PREFIX = "whsec_";

  /** What Standard Webhooks asks for; who guesses the key pays orders without money. */
  private static final int SHORTEST_KEY_BYTES = 24;

  private static final List<String> SIGNED =
      List.of(
          Webhook.UNBRANDED_MSG_ID_KEY,
          Webhook.UNBRANDED_MSG_TIMESTAMP_KEY,
          Webhook.UNBRANDED_MSG_SIGNATURE_KEY);

  private final Webhook webhook;

  private SandboxCallbacks(byte[] key) {
    this.webhook = new Webhook(key);
  }

  static SandboxCallbacks from(Settings settings) {
    String secret = settings.text(SECRET);
    byte[] key = key(secret);
    if (key.length >= SHORTEST_KEY_BYTES) {
      return new SandboxCallbacks(key);
    }
    if (!secret.isEmpty()) {
      settings.reject(
          SECRET,
          "whsec_ followed by the base64 of at least %d bytes".formatted(SHORTEST_KEY_BYTES));
    }
    return new SandboxCallbacks(new byte[1]); // never used: the settings are refused
  }

  /** None when the secret is no base64. */
  private static byte[] key(String secret) {
    try {
      return Base64.getDecoder()
          .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  @Override
  public Response read(Request request, Function<CallbackReading, Response> next) {
    Map<String, List<String>> headers =
        SIGNED.stream()
            .flatMap(
                name -> request.header(name).map(value -> Map.entry(name, List.of(value))).stream())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    try {
      webhook.verify(new String(request.body(), StandardCharsets.UTF_8), headers);
    } catch (WebhookVerificationException e) {
      return next.apply(new CallbackReading.Forged(String.valueOf(e.getMessage())));
    }
    String id = request.header(Webhook.UNBRANDED_MSG_ID_KEY).orElseThrow();
    return request.read(SandboxWebhook.class, told -> next.apply(reading(id, told)));
  }

  private static CallbackReading reading(String id, SandboxWebhook told) {
    return told.fact()
        .<CallbackReading>map(fact -> new CallbackReading.News(id, fact))
        .orElseGet(() -> new CallbackReading.NotOurs(id, told.type()));
  }
}
