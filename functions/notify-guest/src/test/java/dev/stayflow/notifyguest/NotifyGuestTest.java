package dev.stayflow.notifyguest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.OrderClosed;
import dev.stayflow.contracts.OrderPaid;
import dev.stayflow.contracts.OrderRefunded;
import dev.stayflow.contracts.PaymentRefunded;
import dev.stayflow.contracts.StayflowEvent;
import dev.stayflow.order.Order;
import dev.stayflow.order.OrderSn;
import dev.stayflow.runtime.AtOnce;
import dev.stayflow.runtime.InvalidSettings;
import dev.stayflow.runtime.TestClient.Answer;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyGuestTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final LocalDate ARRIVAL = LocalDate.of(2031, 3, 5);
  private static final GreenMail MAILBOX =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  private static final ScriptedSmtpServer SERVER = ScriptedSmtpServer.start();

  private static RunningFunction function;

  /** Sends its mails to {@link #SERVER}. */
  private static RunningFunction moody;

  private final TestDatabase database = TestDatabase.started();
  private final SampleOrders samples = new SampleOrders(database, CLOCK);
  private final EventWriter writer =
      new EventWriter("test", CLOCK, UUID::randomUUID, Optional::empty);

  @BeforeAll
  static void start() {
    MAILBOX.start();
    function = start(MAILBOX.getSmtp().getPort());
    moody = start(SERVER.port());
  }

  @AfterAll
  static void stop() {
    function.close();
    moody.close();
    MAILBOX.stop();
    SERVER.close();
  }

  @BeforeEach
  void reset() throws Exception {
    function.reset();
    MAILBOX.purgeEmailFromAllMailboxes();
    SERVER.reset();
  }

  @Test
  void a_guest_reads_in_chinese_that_a_stay_is_paid() throws Exception {
    Order order = paid();

    tell(paidEvent(order));

    MimeMessage mail = onlyMail();
    assertThat(mail.getSubject()).isEqualTo("预订成功：" + order.homestay().title());
    assertThat(mail.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("guest42@stayflow.example");
    assertThat(mail.getFrom())
        .extracting(Object::toString)
        .containsExactly("Stayflow <stays@stayflow.example>");
    assertThat(mail.getContentLanguage()).containsExactly("zh");
    assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
    assertThat(text(mail))
        .contains("订单号：" + order.sn())
        .contains("民宿：" + order.homestay().title())
        .contains("入住：2031年3月5日星期三")
        .contains("离店：2031年3月7日星期五")
        .contains("晚数：2")
        .contains("已付：¥1,234.50")
        .contains("入住码：" + order.tradeCode().value());
  }

  @Test
  void a_guest_reads_in_english_that_a_stay_is_paid() throws Exception {
    Order order = paid();
    contact(order, "ann@example.com", "en");

    tell(paidEvent(order));

    MimeMessage mail = onlyMail();
    assertThat(mail.getSubject())
        .isEqualTo("Your stay at " + order.homestay().title() + " is booked");
    assertThat(mail.getAllRecipients())
        .extracting(Object::toString)
        .containsExactly("ann@example.com");
    assertThat(text(mail))
        .contains("Order: " + order.sn())
        .contains("Arrival: Wednesday, March 5, 2031")
        .contains("Departure: Friday, March 7, 2031")
        .contains("Nights: 2")
        .contains("Paid: CN¥1,234.50")
        .contains("Check-in code: " + order.tradeCode().value() + " ");
  }

  @Test
  void a_guest_hears_of_every_end_and_never_sees_the_code_of_an_unpaid_stay() throws Exception {
    Order order = samples.placed(42, 3, 30, 2);
    contact(order, "ann@example.com", "en");
    Order cancelled = samples.placed(42, 4, 30, 2);

    tell(closedEvent(order, OrderClosed.Reason.NOT_PAID_IN_TIME));
    tell(closedEvent(cancelled, OrderClosed.Reason.CANCELLED_BY_GUEST));
    tell(
        new PaymentRefunded(payment(order), order.sn().value(), 42, 99_00, "USD", CLOCK.instant()));
    tell(new OrderRefunded(order.sn().value(), 42, payment(order), 1_000, "JPY", CLOCK.instant()));

    assertThat(mails()).hasSize(4);
    assertThat(mails())
        .extracting(MimeMessage::getSubject)
        .containsExactlyInAnyOrder(
            "Your order for " + order.homestay().title() + " was closed",
            "订单已取消：" + cancelled.homestay().title(),
            "Refund of $99.00",
            "Refund of ¥1,000 for your stay at " + order.homestay().title());
    assertThat(mails())
        .allSatisfy(
            mail ->
                assertThat(text(mail))
                    .doesNotContain(order.tradeCode().value(), cancelled.tradeCode().value(), "{"));
  }

  @Test
  void an_event_that_comes_again_sends_no_mail_again() throws Exception {
    Order order = paid();
    CloudEvent event = writer.write(paidEvent(order));

    function.client().deliver(event).assertTaken();
    function.client().deliverStructured(event).assertTaken();
    tell(paidEvent(order));

    assertThat(mails()).hasSize(1);
  }

  @Test
  void of_many_repeats_at_once_one_sends_a_mail() throws Exception {
    Order order = paid();
    CloudEvent event = writer.write(paidEvent(order));

    AtOnce.call(12, _ -> () -> function.client().deliver(event)).forEach(Answer::assertTaken);

    assertThat(mails()).hasSize(1);
  }

  @Test
  void a_mail_that_had_to_be_sent_twice_is_known_as_the_same() throws Exception {
    Order order = paid();
    tell(paidEvent(order));
    // As if the process had died after the server's answer and before its own note.
    database.sql().sql("DELETE FROM guest_notice").update();
    tell(paidEvent(order));
    tell(closedEvent(order, OrderClosed.Reason.NOT_PAID_IN_TIME));

    String ofPaid = "<order.paid." + order.sn() + "@stayflow.example>";
    assertThat(mails())
        .extracting(MimeMessage::getMessageID)
        .containsExactlyInAnyOrder(
            ofPaid, ofPaid, "<order.not-paid-in-time." + order.sn() + "@stayflow.example>");
  }

  @Test
  void while_the_mail_server_is_away_nothing_is_lost() throws Exception {
    Order order = paid();
    CloudEvent event = writer.write(paidEvent(order));
    try (RunningFunction lonely = start(1)) {
      AtOnce.call(4, _ -> () -> lonely.client().deliver(event))
          .forEach(
              answer -> {
                answer.assertProblem(503, "unavailable");
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
              });
      assertThat(lonely.client().get("/health/ready").status()).isEqualTo(200);
    }

    function.client().deliver(event).assertTaken();

    assertThat(mails()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=421 too busy",
        "=",
        "EHLO=wait",
        "MAIL=550 who are you",
        "RCPT=450 greylisted",
        "RCPT=530 5.7.0 sign in first",
        "RCPT=550 5.7.1 relaying denied",
        "RCPT=550 not now",
        "RCPT=",
        "DATA=451 try again",
        ".=554 looks like spam",
        ".="
      })
  void a_mail_server_that_does_not_take_a_mail_is_asked_again(String mood) throws Exception {
    Order order = paid();
    CloudEvent event = writer.write(paidEvent(order));
    SERVER.answer(mood.replaceFirst("=.*", ""), mood.replaceFirst(".*?=", ""));
    moody.client().deliver(event).assertProblem(503, "unavailable");

    SERVER.reset();
    moody.client().deliver(event).assertTaken();
    moody.client().deliver(event).assertTaken();

    assertThat(SERVER.times(".")).isEqualTo(1);
  }

  @Test
  void an_address_that_is_refused_for_good_is_noted_and_not_tried_again() throws Exception {
    Order order = paid();
    CloudEvent event = writer.write(paidEvent(order));
    SERVER.answer("RCPT", "550 5.1.1 nobody of that name");

    moody.client().deliver(event).assertTaken();
    moody.client().deliver(event).assertTaken();

    assertThat(SERVER.times("RCPT")).isEqualTo(1);
    assertThat(
            database
                .sql()
                .sql("SELECT undeliverable FROM guest_notice WHERE order_sn = :sn")
                .param("sn", order.sn().value())
                .query(Boolean.class)
                .single())
        .isTrue();
  }

  @Test
  void a_mail_server_that_hangs_up_after_taking_a_mail_has_it() throws Exception {
    Order order = paid();
    SERVER.answer("QUIT", ScriptedSmtpServer.HANG_UP);
    moody.client().deliver(writer.write(paidEvent(order))).assertTaken();
    moody.client().deliver(writer.write(paidEvent(order))).assertTaken();
    assertThat(SERVER.times(".")).isEqualTo(1);
  }

  @Test
  void a_mail_server_that_wants_a_password_gets_it() throws Exception {
    MAILBOX.setUser("stays", "right");
    CloudEvent event = writer.write(paidEvent(paid()));

    try (RunningFunction wrong =
        start(MAILBOX.getSmtp().getPort(), Map.of("SMTP_USER", "stays", "SMTP_PASSWORD", "no"))) {
      wrong.client().deliver(event).assertProblem(503, "unavailable");
    }
    try (RunningFunction right =
        start(
            MAILBOX.getSmtp().getPort(), Map.of("SMTP_USER", "stays", "SMTP_PASSWORD", "right"))) {
      right.client().deliver(event).assertTaken();
    }

    assertThat(mails()).hasSize(1);
  }

  @Test
  void nothing_goes_in_the_clear_to_a_mail_server_that_should_have_tls() {
    try (RunningFunction careful = start(SERVER.port(), Map.of("SMTP_STARTTLS", "true"))) {
      careful.client().deliver(writer.write(paidEvent(paid()))).assertProblem(503, "unavailable");
    }
    assertThat(SERVER.times("MAIL")).isZero();
  }

  @Test
  void without_a_mail_server_and_a_sender_it_does_not_start() {
    assertThatThrownBy(
            () -> start(1, Map.of("SMTP_HOST", "", "SMTP_USER", "me", "NOTICE_FROM", "nobody")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            wrong ->
                assertThat(wrong.problems())
                    .hasSize(3)
                    .anyMatch(line -> line.startsWith("SMTP_HOST: not set"))
                    .anyMatch(line -> line.startsWith("SMTP_PASSWORD: not set"))
                    .anyMatch(line -> line.startsWith("NOTICE_FROM: 'nobody' is not right")));
  }

  @Test
  void a_title_cannot_write_headers_nor_fill_in_what_is_not_its_own() throws Exception {
    Order order = paid();
    contact(order, "ann@example.com", "en");
    database
        .sql()
        .sql("UPDATE homestay_order SET title = :title")
        .param("title", "Villa\r\nBcc: eve@example.com\r\n\r\n{code} $1 \\")
        .update();

    tell(paidEvent(order));

    MimeMessage mail = onlyMail();
    assertThat(mail.getSubject())
        .isEqualTo("Your stay at Villa Bcc: eve@example.com {code} $1 \\ is booked");
    assertThat(mail.getHeader("Bcc")).isNull();
    assertThat(mail.getAllRecipients()).hasSize(1);
  }

  @Test
  void an_address_that_is_none_is_undeliverable() throws Exception {
    Order order = paid();
    contact(order, "ann@example.com\r\nBcc: eve@example.com", "en");

    tell(paidEvent(order));

    assertThat(mails()).isEmpty();
  }

  @Test
  void without_an_address_or_an_order_there_is_nobody_to_tell() throws Exception {
    Order silent = paid();
    database
        .sql()
        .sql("UPDATE homestay_order SET contact_email = NULL, contact_language = NULL")
        .update();

    tell(paidEvent(silent));
    tell(
        closedEvent(new OrderSn("HSO2026112112000000000000"), OrderClosed.Reason.NOT_PAID_IN_TIME));

    assertThat(mails()).isEmpty();
  }

  @Test
  void what_cannot_be_read_is_refused() {
    CloudEvent paid = writer.write(paidEvent(paid()));
    byte[] noNumber =
        new String(paid.getData().toBytes(), StandardCharsets.UTF_8)
            .replaceAll("HSO\\d+", "12")
            .getBytes(StandardCharsets.UTF_8);

    assertRefused(CloudEventBuilder.v1(paid).withData(noNumber).build());
    assertRefused(
        CloudEventBuilder.v1(paid).withData("{}".getBytes(StandardCharsets.UTF_8)).build());
    assertRefused(CloudEventBuilder.v1(paid).withType("something.else").build());
  }

  private static void assertRefused(CloudEvent event) {
    function.client().deliver(event).assertProblem(400, "unreadable-event");
  }

  private static RunningFunction start(int smtpPort) {
    return start(smtpPort, Map.of());
  }

  private static RunningFunction start(int smtpPort, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "SMTP_HOST", "127.0.0.1",
                "SMTP_PORT", Integer.toString(smtpPort),
                "SMTP_STARTTLS", "false",
                "SMTP_LIMIT", "PT1S",
                "SMTP_ANSWER_LIMIT", "PT1S",
                "NOTICE_FROM", "Stayflow <stays@stayflow.example>"));
    settings.putAll(more);
    return RunningFunction.start("notify-guest", new NotifyGuestApplication(), settings);
  }

  private void tell(StayflowEvent fact) {
    function.client().deliver(writer.write(fact)).assertTaken();
  }

  private Order paid() {
    Order order = samples.paid(42, 3, 30, 2);
    database.moveStay(order.sn(), ARRIVAL, ARRIVAL.plusDays(2));
    return order;
  }

  private void contact(Order order, String email, String language) {
    database
        .sql()
        .sql(
            """
            UPDATE homestay_order SET contact_email = :email, contact_language = :language
             WHERE sn = :sn
            """)
        .param("sn", order.sn().value())
        .param("email", email)
        .param("language", language)
        .update();
  }

  private static OrderPaid paidEvent(Order order) {
    return new OrderPaid(
        order.sn().value(),
        42,
        payment(order),
        123_450,
        "CNY",
        Instant.parse("2026-11-21T02:00:00Z"));
  }

  private static OrderClosed closedEvent(Order order, OrderClosed.Reason reason) {
    return closedEvent(order.sn(), reason);
  }

  private static OrderClosed closedEvent(OrderSn order, OrderClosed.Reason reason) {
    return new OrderClosed(order.value(), 42, reason, CLOCK.instant());
  }

  private static String payment(Order order) {
    return order.sn().value().replace("HSO", "PMT");
  }

  private static List<MimeMessage> mails() {
    return Arrays.asList(MAILBOX.getReceivedMessages());
  }

  private static MimeMessage onlyMail() {
    assertThat(mails()).hasSize(1);
    return mails().getFirst();
  }

  private static String text(MimeMessage mail) throws MessagingException, IOException {
    assertThat(mail.getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
    return (String) mail.getContent();
  }
}
