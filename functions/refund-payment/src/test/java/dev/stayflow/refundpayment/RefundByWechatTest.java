package dev.stayflow.refundpayment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.RefundRequested;
import dev.stayflow.order.Order;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.RefundSn;
import dev.stayflow.payments.TestProviders;
import dev.stayflow.payments.WechatKeys;
import dev.stayflow.payments.WechatPayServer;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WeChat Pay takes a refund on at first, and may give it up days later. */
class RefundByWechatTest {
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir private static Path folder;
  private static WechatKeys keys;
  private static WechatPayServer wechat;
  private static RunningFunction function;
  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);

  @BeforeAll
  static void start() {
    keys = WechatKeys.in(folder);
    wechat = WechatPayServer.start(keys);
    function =
        RunningFunction.start(
            "refund-payment", new RefundPaymentApplication(), keys.settings(wechat.uri()));
  }

  @AfterAll
  static void stop() {
    function.close();
    wechat.close();
  }

  @BeforeEach
  void reset() {
    function.reset();
    wechat.behave();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ABNORMAL", "CLOSED"})
  void a_refund_that_was_taken_on_and_given_up_later_is_a_dead_letter_once_asked_for_again(
      String status) {
    Payment payment = paidAfterClose();
    String refund = RefundSn.of(payment.sn()) + "-" + payment.order();
    ask(payment).assertTaken();

    wechat.book().refundStatus(refund, status);
    assertThat(ask(payment).assertProblem(422, "refund-refused").json().path("detail").asString())
        .contains(status);
    assertThat(function.sink().deliveries()).isEmpty();

    wechat.book().refundStatus(refund, "SUCCESS");
    ask(payment).assertTaken();
    assertThat(function.sink().events("dev.stayflow.payment.status-changed.v1")).hasSize(1);
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

  private static Answer ask(Payment payment) {
    var events = new EventWriter("reconcile-orders", CLOCK, UUID::randomUUID, Optional::empty);
    return function
        .client()
        .deliver(
            events.write(
                new RefundRequested(
                    payment.sn().value(),
                    payment.order().value(),
                    payment.asked().minor(),
                    payment.asked().currencyCode(),
                    RefundRequested.Reason.PAID_AFTER_CLOSE,
                    CLOCK.instant())));
  }
}
