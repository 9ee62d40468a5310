package dev.stayflow.endtoend;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.net.http.HttpResponse;
import java.time.Instant;

/** Calls back as the sandbox provider does, with its signature. */
record SandboxCaller(LiveStack stack, CheckedGateway gateway) {
  private static final String ID = "msg_end_to_end";

  HttpResponse<String> post(String body) throws WebhookSigningException {
    String secret = stack.parts().setting("payment-callback", "SANDBOX_WEBHOOK_SECRET");
    long now = Instant.now().getEpochSecond();
    return gateway.post(
        "/payment/v1/callback/sandbox",
        body,
        "webhook-id",
        ID,
        "webhook-timestamp",
        Long.toString(now),
        "webhook-signature",
        new Webhook(secret).sign(ID, now, body));
  }
}
