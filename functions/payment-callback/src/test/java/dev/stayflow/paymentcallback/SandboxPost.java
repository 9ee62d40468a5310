package dev.stayflow.paymentcallback;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A webhook as the sandbox provider posts it.
 *
 * @param headers by their names in small letters
 */
record SandboxPost(Map<String, String> headers, String body) {
  static final String SECRET = secret("the provider's");

  static final String PAID =
      """
      {"type":"payment.completed","timestamp":"2026-11-21T12:00:00Z","data":{
       "paymentSn":"PMT2026112112000012345678","orderSn":"HSO2026112112000087654321",
       "outcome":"SUCCESS","amount":50000,"currency":"CNY","transactionId":"T1",
       "occurredAt":"2026-11-21T12:00:00Z","channel":"a field we do not know"}}\
      """;

  static final String REFUNDED =
      """
      {"type":"refund.completed","timestamp":"2026-11-22T12:00:00Z","data":{
       "paymentSn":"PMT2026112112000012345678","orderSn":"HSO2026112112000087654321",
       "refundSn":"RFD2026112112000012345678","amount":25000,"currency":"CNY",
       "transactionId":"F1","occurredAt":"2026-11-22T12:00:00Z"}}\
      """;

  static SandboxPost signed(String id, String body) {
    return signed(id, body, SECRET, Instant.now());
  }

  static SandboxPost signed(String id, String body, String secret, Instant at) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "application/json");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
    try {
      headers.put("webhook-signature", new Webhook(secret).sign(id, at.getEpochSecond(), body));
    } catch (WebhookSigningException fault) {
      throw new IllegalStateException(fault);
    }
    return new SandboxPost(headers, body);
  }

  SandboxPost with(String header, String value) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(header, value);
    return new SandboxPost(changed, body);
  }

  SandboxPost without(String header) {
    var fewer = new LinkedHashMap<>(headers);
    fewer.remove(header);
    return new SandboxPost(fewer, body);
  }

  HttpRequest.Builder to(URI address) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request;
  }

  static String secret(String text) {
    byte[] bytes = (text + " secret of a webhook").getBytes(StandardCharsets.UTF_8);
    return "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }
}
