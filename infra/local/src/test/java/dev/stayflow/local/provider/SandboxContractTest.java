package dev.stayflow.local.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stayflow.order.Booking;
import dev.stayflow.order.GuestId;
import dev.stayflow.order.Homestay;
import dev.stayflow.order.HomestayId;
import dev.stayflow.order.Money;
import dev.stayflow.order.Order;
import dev.stayflow.order.OwnerId;
import dev.stayflow.order.PayStatus;
import dev.stayflow.order.Payment;
import dev.stayflow.order.PaymentSn;
import dev.stayflow.order.Placement;
import dev.stayflow.order.RefundReason;
import dev.stayflow.order.StayRequest;
import dev.stayflow.payments.Checkout;
import dev.stayflow.payments.Collected;
import dev.stayflow.payments.PaymentProvider;
import dev.stayflow.payments.Refunding;
import dev.stayflow.payments.TestProviders;
import dev.stayflow.runtime.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The functions' adapter and the sandbox understand each other. */
class SandboxContractTest {
  private static final PaymentSn NUMBER = new PaymentSn("PMT2026112112000012345678");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir Path state;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Merchant merchant = new Merchant();
  private final Order order = order();
  private final Payment payment = Payment.open(NUMBER, order, "sandbox", NOW);
  private SandboxProvider sandbox;
  private PaymentProvider adapter;

  @BeforeEach
  void start() {
    sandbox =
        SandboxProvider.start(
            Map.of(
                "PORT", "0",
                "LISTEN_ADDRESS", "127.0.0.1",
                "WEBHOOK_URL", merchant.uri().toString(),
                "SANDBOX_WEBHOOK_SECRET", "whsec_c3RheWZsb3ctc2FuZGJveC1zZWNyZXQ=",
                "STATE_DIRECTORY", state.toString()),
            InstantSource.system());
    adapter = TestProviders.sandbox(sandbox.uri());
  }

  @AfterEach
  void stop() {
    sandbox.close();
    merchant.close();
  }

  @Test
  void openingTwiceLeadsToTheSamePage() {
    var page = new Checkout.At(sandbox.uri() + "/checkout/" + NUMBER);
    assertThat(adapter.open(order, payment)).isEqualTo(page);
    assertThat(adapter.open(order, payment)).isEqualTo(page);
  }

  @Test
  void anUnknownPaymentIsUnknown() {
    assertThat(adapter.ask(payment)).isEqualTo(new Collected.Unknown());
    assertThat(adapter.close(payment)).isEqualTo(new Collected.Unknown());
  }

  @Test
  void anOpenPaymentWaitsUntilItIsClosed() {
    adapter.open(order, payment);
    assertThat(adapter.ask(payment)).isEqualTo(new Collected.Waiting());
    assertThat(adapter.close(payment)).isEqualTo(new Collected.Ended());
    assertThat(adapter.ask(payment)).isEqualTo(new Collected.Ended());
  }

  @Test
  void aFailedPaymentHasEnded() {
    adapter.open(order, payment);
    post("/v1/payments/" + NUMBER + "/complete", "{\"outcome\": \"FAIL\"}");
    assertThat(adapter.ask(payment)).isEqualTo(new Collected.Ended());
  }

  @Test
  void moneyThatWasFasterThanClosingIsFound() {
    pay();
    assertThat(adapter.close(payment))
        .isInstanceOfSatisfying(
            Collected.Paid.class,
            paid -> {
              assertThat(paid.amount()).isEqualTo(payment.asked());
              assertThat(paid.transactionId()).startsWith("TX-");
              assertThat(paid.at()).isBeforeOrEqualTo(Instant.now());
            });
    assertThat(adapter.ask(payment)).isEqualTo(adapter.close(payment));
  }

  @Test
  void aRefundIsDoneOnceAndKnownFromThenOn() {
    pay();
    Payment asking = asking(Money.of(1, "CNY"));
    assertThat(adapter.askRefund(asking)).isEqualTo(new Refunding.Unknown());
    Refunding done = adapter.refund(asking);
    assertThat(done)
        .isInstanceOfSatisfying(
            Refunding.Done.class,
            it -> {
              assertThat(it.amount()).isEqualTo(Money.of(1, "CNY"));
              assertThat(it.refundId()).startsWith("RF-");
            });
    assertThat(adapter.refund(asking)).isEqualTo(done);
    assertThat(adapter.askRefund(asking)).isEqualTo(done);
    assertThat(adapter.ask(payment)).isInstanceOf(Collected.Paid.class);
  }

  @Test
  void whatCannotGoBackIsRefused() {
    Payment asking = asking(payment.asked());
    assertThat(adapter.refund(asking)).isInstanceOf(Refunding.Refused.class);
    adapter.open(order, payment);
    assertThat(adapter.refund(asking))
        .isEqualTo(new Refunding.Refused("Nobody paid: the payment is OPEN."));
    pay();
    post("/v1/refunds/mode", "{\"mode\": \"REFUSE\"}");
    assertThat(adapter.refund(asking)).isInstanceOf(Refunding.Refused.class);
    assertThat(adapter.askRefund(asking)).isEqualTo(new Refunding.Unknown());
  }

  @Test
  void anOutageIsNoAnswer() {
    pay();
    post("/v1/refunds/mode", "{\"mode\": \"FAIL\"}");
    assertThatThrownBy(() -> adapter.refund(asking(payment.asked())))
        .isInstanceOf(Unavailable.class);
    sandbox.close();
    assertThatThrownBy(() -> adapter.ask(payment)).isInstanceOf(Unavailable.class);
  }

  private void pay() {
    adapter.open(order, payment);
    post("/v1/payments/" + NUMBER + "/complete", "{\"outcome\": \"SUCCESS\"}");
  }

  private Payment asking(Money amount) {
    return new Payment(
        NUMBER,
        order.sn(),
        order.guest(),
        "sandbox",
        payment.asked(),
        PayStatus.SUCCESS,
        NOW,
        Optional.of(new Payment.Receipt(payment.asked(), Optional.of("T-1"), NOW)),
        Optional.of(new Payment.RefundAsked(NOW, RefundReason.CANCELLED_BY_GUEST, amount)),
        Optional.empty());
  }

  private static Order order() {
    Money price = Money.of(10_000, "CNY");
    var homestay =
        new Homestay(new HomestayId(1), new OwnerId(1), "t", "s", "c", "i", "f", price, price, 4);
    var booking =
        new Booking(
            InstantSource.fixed(NOW), new SecureRandom(), ZoneOffset.UTC, Duration.ofMinutes(20));
    long arrival = NOW.plus(Duration.ofDays(30)).getEpochSecond();
    var request =
        new StayRequest(
            homestay.id(), false, arrival, arrival + Duration.ofDays(1).toSeconds(), 2, "");
    return ((Placement.Placed) booking.place(new GuestId(42), Optional.empty(), homestay, request))
        .order();
  }

  private void post(String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.uri() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isBetween(200, 299);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
