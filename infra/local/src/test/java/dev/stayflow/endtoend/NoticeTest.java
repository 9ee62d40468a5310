package dev.stayflow.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** What guests find in their mailboxes. */
@Execution(ExecutionMode.CONCURRENT)
class NoticeTest {
  private static final Duration SOON = LiveStack.PAY_WITHIN.plusSeconds(60);

  private final LiveStack stack = LiveStack.started();

  @Test
  void a_guest_who_paid_gets_one_mail_in_the_language_of_the_token_though_the_event_repeats() {
    String order = place("zh-CN");
    String payment = stack.openPayment(order);
    stack.complete(payment, "SUCCESS");
    await().atMost(SOON).until(() -> !mails(order).isEmpty());

    assertThat(mails(order).getFirst().path("subject").asString()).startsWith("预订成功：");
    assertThat(mails(order).getFirst().path("to").asString()).isEqualTo("guest42@stayflow.example");
    assertThat(mails(order).getFirst().path("text").asString())
        .contains("入住码：" + stack.detail(order).path("tradeCode").asString());
    for (String id : List.of("a-repeat", "a-repeat", "another")) {
      assertThat(deliverPaid(id, order, payment).status()).isEqualTo(202);
    }
    assertThat(mails(order)).hasSize(1);
    assertThat(stack.parts().log("notify-guest"))
        .content()
        .contains(order)
        .doesNotContain("guest42@");
  }

  @Test
  void a_guest_who_did_not_pay_in_time_gets_one_mail() {
    String order = place("en");
    await().atMost(SOON).until(() -> !mails(order).isEmpty());

    assertThat(mails(order)).hasSize(1);
    assertThat(mails(order).getFirst().path("subject").asString())
        .startsWith("Your order for ")
        .endsWith(" was closed");
  }

  private String place(String locale) {
    LiveStack.Answer placed =
        stack.post(
            "/order/v1/homestayOrder/createHomestayOrder",
            LiveStack.freshStay(),
            "Authorization",
            "Bearer " + stack.parts().token(LiveStack.GUEST, locale));
    assertThat(placed.status()).as(placed.body()).isEqualTo(201);
    return placed.json().path("orderSn").asString();
  }

  /** As the Trigger does. */
  private LiveStack.Answer deliverPaid(String id, String order, String payment) {
    return stack.send(
        HttpRequest.newBuilder(stack.parts().uri("notify-guest"))
            .headers(
                "ce-specversion", "1.0",
                "ce-id", id,
                "ce-source", "/stayflow/payment-update",
                "ce-type", "dev.stayflow.order.paid.v1",
                "ce-subject", order,
                "Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    """
                    {"orderSn":"%s","guestId":42,"paymentSn":"%s","amount":1,"currency":"CNY",
                     "paidAt":"2026-11-21T12:00:00Z"}"""
                        .formatted(order, payment))));
  }

  private List<JsonNode> mails(String order) {
    JsonNode mailbox = stack.get(stack.parts().uri("mailbox").resolve("/mails?limit=9999")).json();
    return StreamSupport.stream(mailbox.path("mails").spliterator(), false)
        .filter(mail -> mail.path("text").asString().contains(order))
        .toList();
  }
}
