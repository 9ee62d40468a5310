package dev.stayflow.hosts;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.PaymentDeadlineReached;
import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.PaymentStatusChanged.PayStatus;
import dev.stayflow.order.Order;
import dev.stayflow.order.Payment;
import dev.stayflow.order.TradeState;
import dev.stayflow.runtime.RecordingSink;
import dev.stayflow.store.RunningFunction;
import dev.stayflow.store.SampleOrders;
import dev.stayflow.store.TestDatabase;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What functions find around them, whichever host runs them: PostgreSQL, and a sink for events. */
final class World implements AutoCloseable {
  static final long GUEST = 42;
  static final long HOMESTAY = 3;

  private static final String WEBHOOK_SECRET =
      "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);

  final TestDatabase database = TestDatabase.started();
  final PaymentTopic topic = PaymentTopic.started();
  final RecordingSink sink = RecordingSink.start();
  final SampleOrders orders = new SampleOrders(database, InstantSource.system());

  /** Environment variables that serve every function of the table. */
  Map<String, String> settings() {
    var settings = new HashMap<>(RunningFunction.environment(sink));
    settings.remove("PORT");
    settings.put("LOG_FORMAT", "text");
    settings.put("SANDBOX_URL", "http://localhost:1/");
    settings.put("SANDBOX_WEBHOOK_SECRET", WEBHOOK_SECRET);
    settings.put("SMTP_HOST", "localhost");
    settings.put("NOTICE_FROM", "stays@stayflow.example");
    settings.put("KAFKA_BROKERS", topic.brokers());
    settings.put("KAFKA_CONFIRM_WITHIN", "PT20S");
    return settings;
  }

  /** As before the first call. */
  void reset() {
    database.reset();
    sink.clear();
    sink.answer(202);
  }

  /** An order that waits for its payment. */
  Order placed() {
    return orders.placed(GUEST, HOMESTAY, 30, 2);
  }

  /** An order that was to be paid a second ago. */
  Order overdue() {
    return overdue(30);
  }

  /** The same, from so many days on. */
  Order overdue(int inDays) {
    Order order = orders.placed(GUEST, HOMESTAY, inDays, 2);
    database.makeOverdue(order.sn());
    return order;
  }

  Payment payment(Order order) {
    return orders.opened(order, "sandbox");
  }

  /** The number of the only order that there is. */
  String onlyOrder() {
    return database.sql().sql("SELECT sn FROM homestay_order").query(String.class).single();
  }

  TradeState state(Order order) {
    return database.orders(InstantSource.system()).find(order.sn()).orElseThrow().state();
  }

  List<String> told() {
    return sink.events().stream().map(CloudEvent::getType).toList();
  }

  static CloudEvent deadline(Order order) {
    return writer("create-order")
        .write(new PaymentDeadlineReached(order.sn().value(), order.payDeadline()));
  }

  static CloudEvent news(Payment payment, PayStatus status) {
    return writer("payment-callback")
        .write(
            new PaymentStatusChanged(
                payment.sn().value(),
                payment.order().value(),
                payment.provider(),
                status,
                payment.asked().minor(),
                payment.asked().currencyCode(),
                "T-7",
                Instant.now()));
  }

  /** A callback as the sandbox provider signs it. */
  static Ask callback(String id, Order order) {
    long now = Instant.now().getEpochSecond();
    String body =
        """
        {"type":"payment.completed","timestamp":"2026-11-21T12:00:00Z","data":{
         "paymentSn":"PMT2026112112000012345678","orderSn":"%s",
         "outcome":"SUCCESS","amount":50000,"currency":"CNY","transactionId":"T1",
         "occurredAt":"2026-11-21T12:00:00Z"}}"""
            .formatted(order.sn().value());
    try {
      return Ask.json(body)
          .at("/sandbox")
          .with("webhook-id", id)
          .with("webhook-timestamp", Long.toString(now))
          .with("webhook-signature", new Webhook(WEBHOOK_SECRET).sign(id, now, body));
    } catch (WebhookSigningException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private static EventWriter writer(String function) {
    return new EventWriter(function, InstantSource.system(), UUID::randomUUID, Optional::empty);
  }

  /** A request for a stay that begins so many days from today. */
  static String stay(long homestay, int inDays, int people, String remark) {
    LocalDate day = LocalDate.now(SampleOrders.ZONE).plusDays(inDays);
    return """
        {"homestayId":%d,"isFood":true,"liveStartTime":%d,"liveEndTime":%d,"livePeopleNum":%d,"remark":"%s"}"""
        .formatted(homestay, noon(day), noon(day.plusDays(2)), people, remark);
  }

  private static long noon(LocalDate day) {
    return day.atTime(LocalTime.NOON).atZone(SampleOrders.ZONE).toEpochSecond();
  }

  @Override
  public void close() {
    sink.close();
  }
}
