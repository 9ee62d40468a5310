package dev.stayflow.dispatcher;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.stayflow.dispatcher.settings.EnvironmentReader;
import dev.stayflow.dispatcher.settings.HttpUrl;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Signs deliveries by Standard Webhooks, so that a receiver outside of the cluster can tell that
 * they come from here and are not old. The signature covers the event's id, the time and the data
 * as text of UTF-8.
 *
 * @param secrets by URL prefix
 */
record Signatures(Map<URI, Webhook> secrets) {

  static Signatures read(EnvironmentReader in) {
    var secrets = new LinkedHashMap<URI, Webhook>();
    for (var entry : in.list("WEBHOOK_SECRETS", "")) {
      var at = entry.indexOf("=whsec_");
      var prefix = HttpUrl.parse(entry.substring(0, Math.max(0, at)).strip());
      try {
        secrets.put(prefix.orElseThrow(IllegalArgumentException::new), secret(entry, at));
      } catch (IllegalArgumentException e) {
        in.reject("WEBHOOK_SECRETS", "<URL prefix>=whsec_<base64> between commas");
      }
    }
    return new Signatures(secrets);
  }

  /** Adds the headers of the first prefix that covers the destination, if one does. */
  void sign(CloudEvent event, URI destination, Instant now, BiConsumer<String, String> header) {
    for (var secret : secrets.entrySet()) {
      if (Destinations.covers(secret.getKey(), destination)) {
        sign(event, secret.getValue(), now.getEpochSecond(), header);
        return;
      }
    }
  }

  private static void sign(
      CloudEvent event, Webhook secret, long seconds, BiConsumer<String, String> header) {
    var data = event.getData();
    var body = data == null ? "" : new String(data.toBytes(), StandardCharsets.UTF_8);
    try {
      var signature = secret.sign(event.getId(), seconds, body);
      header.accept(Webhook.UNBRANDED_MSG_ID_KEY, event.getId());
      header.accept(Webhook.UNBRANDED_MSG_TIMESTAMP_KEY, Long.toString(seconds));
      header.accept(Webhook.UNBRANDED_MSG_SIGNATURE_KEY, signature);
    } catch (WebhookSigningException e) {
      throw new IllegalStateException("this Java runtime has no HMAC with SHA-256", e);
    }
  }

  private static Webhook secret(String entry, int at) {
    return new Webhook(entry.substring(at + 1).strip());
  }
}
