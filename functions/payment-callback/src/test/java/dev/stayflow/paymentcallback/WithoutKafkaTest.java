package dev.stayflow.paymentcallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.InvalidSettings;
import dev.stayflow.runtime.RecordingSink;
import dev.stayflow.runtime.TestClient;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WithoutKafkaTest {
  private RecordingSink sink;
  private FunctionProcess process;
  private TestClient client;

  private static Map<String, String> settings() {
    return Map.of(
        "PORT", "0",
        "PUBLISH_BY", "sink",
        "SINK_CONFIRM_WITHIN", "PT1S",
        "PAYMENT_PROVIDERS", "sandbox",
        "SANDBOX_WEBHOOK_SECRET", SandboxPost.SECRET);
  }

  @BeforeEach
  void start() {
    sink = RecordingSink.start();
    var settings = new HashMap<>(settings());
    settings.put("K_SINK", sink.uri().toString());
    process = FunctionProcess.start("payment-callback", new PaymentCallbackApplication(), settings);
    client = new TestClient(process.uri());
  }

  @AfterEach
  void stop() {
    process.close();
    sink.close();
  }

  @Test
  void aSignedWebhookIsAtTheSinkBeforeItIsAnswered() {
    var answer = client.send(SandboxPost.signed("wh_1", SandboxPost.PAID).to(process.uri()));

    assertThat(answer.status()).isEqualTo(204);
    assertThat(sink.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getId()).isEqualTo("wh_1");
              assertThat(event.getType()).isEqualTo("dev.stayflow.payment.status-changed.v1");
              assertThat(event.getExtension("partitionkey")).isEqualTo("HSO2026112112000087654321");
            });
  }

  @Test
  void theProviderIsToComeAgainWhileTheSinkIsAwayRefusesOrHangs() {
    for (int status : new int[] {503, 400}) {
      sink.answer(status);
      client
          .send(SandboxPost.signed("wh_2", SandboxPost.PAID).to(process.uri()))
          .assertProblem(503, "unavailable");
    }
    sink.hang();
    client
        .send(SandboxPost.signed("wh_2", SandboxPost.PAID).to(process.uri()))
        .assertProblem(503, "unavailable");
  }

  @Test
  void nothingIsPublishedOfAForgedOne() {
    var forged = SandboxPost.signed("wh_3", SandboxPost.PAID).with("webhook-id", "wh_4");

    client.send(forged.to(process.uri())).assertProblem(401, "bad-signature");
    assertThat(sink.events()).isEmpty();
  }

  @Test
  void itIsReadyWithoutKafkaAndWantsASink() {
    assertThat(client.get("/_/ready").status()).isEqualTo(200);

    var wrong =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                FunctionProcess.start(
                        "payment-callback", new PaymentCallbackApplication(), settings())
                    .close());
    assertThat(wrong.problems())
        .containsExactly("K_SINK: not set; expected an absolute http or https URL");
  }
}
