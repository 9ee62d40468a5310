package dev.stayflow.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stayflow.order.Money;
import dev.stayflow.order.RefundReason;
import dev.stayflow.runtime.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxProviderTest {
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
  private static final Money FULL = Money.of(2_000, "CNY");

  private final SampleStay stay = SampleStay.in("CNY", "湖边小屋");
  private HttpServer server;
  private SandboxProvider provider;
  private volatile String asked = "";
  private volatile int status = 200;
  private volatile String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    provider = new SandboxProvider(URI.create("http://localhost:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    provider.close();
    server.stop(0);
  }

  @ParameterizedTest
  @CsvSource({"OPEN, Waiting[]", "FAILED, Ended[]", "CLOSED, Ended[]"})
  void what_nobody_paid_is_told_without_a_transaction(String known, String collected) {
    body = "{\"status\":\"%s\",\"amount\":2000,\"currency\":\"CNY\"}".formatted(known);

    assertThat(provider.ask(stay.payment())).hasToString(collected);
    assertThat(asked).isEqualTo("GET /v1/payments/" + SampleStay.PAYMENT_SN);
    assertThat(provider.close(stay.payment())).hasToString(collected);
    assertThat(asked).isEqualTo("POST /v1/payments/" + SampleStay.PAYMENT_SN + "/close");
  }

  @Test
  void what_was_paid_is_told_with_its_transaction() {
    body =
        """
        {"status":"PAID","amount":2000,"currency":"CNY","transactionId":"T1",
         "occurredAt":"2026-11-21T12:00:00Z"}\
        """;

    assertThat(provider.ask(stay.payment())).isEqualTo(new Collected.Paid(FULL, "T1", AT));
  }

  @Test
  void a_payment_it_does_not_know_is_unknown() {
    status = 404;

    assertThat(provider.ask(stay.payment())).isEqualTo(new Collected.Unknown());
  }

  @Test
  void a_refund_is_done_at_once_refused_or_unknown() {
    var payment = stay.toRefund(2_000, RefundReason.PAID_TWICE);
    status = 201;
    body =
        """
        {"refundSn":"R","refundId":"F1","amount":2000,"currency":"CNY",
         "occurredAt":"2026-11-21T12:00:00Z"}\
        """;
    assertThat(provider.refund(payment)).isEqualTo(new Refunding.Done(FULL, "F1", AT));

    status = 409;
    body = "{\"detail\":\"nobody paid it\"}";
    assertThat(provider.refund(payment)).isEqualTo(new Refunding.Refused("nobody paid it"));
    body = "{}";
    assertThat(provider.refund(payment))
        .isEqualTo(new Refunding.Refused("the provider answered 409"));

    status = 404;
    assertThat(provider.askRefund(payment)).isEqualTo(new Refunding.Unknown());
    assertThat(asked)
        .isEqualTo(
            "GET /v1/payments/%s/refunds/RFD%s"
                .formatted(SampleStay.PAYMENT_SN, SampleStay.PAYMENT_SN.substring(3)));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409, 422})
  void what_it_refuses_for_good_is_refused(int refusal) {
    status = refusal;
    body = "{\"detail\":\"no\"}";

    assertThat(provider.open(stay.order(), stay.payment())).isEqualTo(new Checkout.Refused("no"));
    assertThat(provider.refund(stay.toRefund(2_000, RefundReason.PAID_TWICE)))
        .isEqualTo(new Refunding.Refused("no"));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 301, 400, 401, 403, 405, 408, 410, 425, 429, 500, 503})
  void what_may_pass_decides_nothing(int passing) {
    status = passing;
    body = "{\"detail\":\"not now\"}";

    assertThatThrownBy(() -> provider.open(stay.order(), stay.payment()))
        .isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> provider.refund(stay.toRefund(2_000, RefundReason.PAID_TWICE)))
        .isInstanceOf(Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"status\":null,\"amount\":1,\"currency\":\"CNY\"}",
        "{\"status\":\"NEW\",\"amount\":1,\"currency\":\"CNY\"}",
        "{\"status\":\"PAID\",\"amount\":1,\"currency\":\"CNY\"}"
      })
  void nonsense_decides_nothing(String nonsense) {
    body = nonsense;

    assertThatThrownBy(() -> provider.ask(stay.payment())).isInstanceOf(Unavailable.class);
    assertThatThrownBy(() -> provider.askRefund(stay.payment())).isInstanceOf(Unavailable.class);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
