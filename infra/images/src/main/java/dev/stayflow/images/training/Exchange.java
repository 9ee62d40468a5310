package dev.stayflow.images.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A request and the status that it must be answered with. Placeholders are not filled in yet.
 *
 * @param line the request's line in its script
 */
record Exchange(
    int line, String method, String path, Map<String, String> headers, String body, int status) {
  private static final int MILLIS = 1000;

  /** The same to be sent now: everything is filled in, and a webhook is signed. */
  Exchange filled(UnaryOperator<String> placeholders) {
    var text = placeholders.apply(body);
    var time = Long.toString(System.currentTimeMillis() / MILLIS);
    var signature =
        Credentials.webhookSignature(headers.getOrDefault("webhook-id", ""), time, text);
    var all = new LinkedHashMap<String, String>();
    headers.forEach(
        (name, value) ->
            all.put(
                name,
                placeholders.apply(
                    value
                        .replace("{{webhook.timestamp}}", time)
                        .replace("{{webhook.signature}}", signature))));
    return new Exchange(line, method, path, all, text, status);
  }
}
