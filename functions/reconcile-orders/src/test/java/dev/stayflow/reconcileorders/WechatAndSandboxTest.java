package dev.stayflow.reconcileorders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.RefundSn;
import dev.stayflow.payments.StandInSandbox;
import dev.stayflow.payments.TestProviders;
import dev.stayflow.payments.WechatKeys;
import dev.stayflow.payments.WechatPayServer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WeChat Pay beside the sandbox: it may be away, and may give up a refund that it took on. */
class WechatAndSandboxTest {
  private static final String REFUND_REQUESTED = "dev.stayflow.payment.refund-requested.v1";
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private static Path folder;
  private static WechatKeys keys;
  private static WechatPayServer wechat;
  private static StandInSandbox sandbox;
  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    keys = WechatKeys.in(folder);
    wechat = WechatPayServer.start(keys);
    sandbox = StandInSandbox.start();
    Map<String, String> settings = new HashMap<>(keys.settings(wechat.uri()));
    settings.put("PAYMENT_PROVIDERS", "wechat,sandbox");
    settings.put("SANDBOX_URL", sandbox.uri().toString());
    function =
        RunningFunction.start("reconcile-orders", new ReconcileOrdersApplication(), settings);
  }

  @AfterAll
  static void stop() {
    function.close();
    wechat.close();
    sandbox.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
    wechat.behave();
    sandbox.reset();
  }

  @Test
  void many_payments_of_a_provider_that_is_away_keep_nobody_from_the_others() {
    for (int i = 0; i < 25; i++) {
      samples.opened(samples.placed(42, 1 + i % 20, 10 + i / 20 * 3, 2), "wechat");
    }
    database.ageQuestions();
    Payment paid = samples.opened(samples.placed(42, 3, 100, 2), "sandbox");
    database
        .sql()
        .sql(
            """
            UPDATE third_payment SET ask_provider_from = now() - interval '5 minutes'
             WHERE provider = 'sandbox'
            """)
        .update();
    sandbox.knows(paid.sn(), "PAID", paid.asked());
    wechat.refuse(500, "SYSTEM_ERROR");

    reconcile();

    assertThat(wechat.asked()).as("one batch").hasSize(20);
    assertThat(function.sink().events())
        .extracting(CloudEvent::getSubject)
        .containsExactly(paid.sn().value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABNORMAL", "CLOSED"})
  void a_refund_that_is_given_up_later_is_asked_for_again_with_each_question(String status) {
    Payment payment = paidAfterClose();
    reconcileLater();
    reconcileLater();
    assertThat(function.sink().deliveries()).isEmpty();

    wechat.book().refundStatus(RefundSn.of(payment.sn()) + "-" + payment.order(), status);
    reconcileLater();
    reconcile();
    assertThat(function.sink().events(REFUND_REQUESTED))
        .extracting(CloudEvent::getSubject)
        .containsExactly(payment.sn().value());
    reconcileLater();

    assertThat(function.sink().events(REFUND_REQUESTED)).hasSize(2);
    assertThat(function.sink().events()).hasSize(2);
  }

  /** All of it is to go back. */
  private Payment paidAfterClose() {
    Order order = samples.placed(42, 3, 30, 2);
    Payment payment = samples.opened(order, "wechat");
    TestProviders.wechat(keys, wechat.uri()).open(order, payment);
    wechat.book().pay(payment.sn().value());
    samples.cancel(order);
    return samples.recorded(SampleOrders.news(payment, PayStatus.SUCCESS));
  }

  private void reconcileLater() {
    database.ageQuestions();
    reconcile();
  }

  private static void reconcile() {
    function
        .client()
        .deliver(
            CloudEventBuilder.v1()
                .withId("1")
                .withSource(URI.create("/apis/v1/namespaces/stayflow/pingsources/reconcile-orders"))
                .withType("dev.knative.sources.ping")
                .build())
        .assertTaken();
  }
}
