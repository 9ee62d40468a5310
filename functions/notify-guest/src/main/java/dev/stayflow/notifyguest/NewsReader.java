package dev.stayflow.notifyguest;

import dev.stayflow.contracts.EventReader;
import dev.stayflow.contracts.EventReader.Reading;
import dev.stayflow.contracts.EventType;
import dev.stayflow.contracts.OrderClosed;
import dev.stayflow.contracts.OrderPaid;
import dev.stayflow.contracts.OrderRefunded;
import dev.stayflow.contracts.PaymentRefunded;
import dev.stayflow.contracts.StayflowEvent;
import dev.stayflow.notifyguest.News.Kind;
import dev.stayflow.order.Money;
import dev.stayflow.order.OrderSn;
import dev.stayflow.order.PaymentSn;
import io.cloudevents.CloudEvent;
import java.util.Optional;
import java.util.function.Function;

/** Reads the events of which guests hear. */
final class NewsReader {

  private NewsReader() {}

  static Reading<News> read(CloudEvent event) {
    String type = event.getType();
    if (type.equals(EventType.ORDER_CLOSED.type())) {
      return read(event, OrderClosed.class, NewsReader::closed);
    }
    if (type.equals(EventType.ORDER_REFUNDED.type())) {
      return read(event, OrderRefunded.class, NewsReader::refunded);
    }
    if (type.equals(EventType.PAYMENT_REFUNDED.type())) {
      return read(event, PaymentRefunded.class, NewsReader::givenBack);
    }
    return read(event, OrderPaid.class, NewsReader::paid);
  }

  private static <T extends StayflowEvent> Reading<News> read(
      CloudEvent event, Class<T> kind, Function<T, Optional<News>> news) {
    return switch (EventReader.read(event, kind)) {
      case Reading.Unreadable<T>(String reason) -> new Reading.Unreadable<>(reason);
      case Reading.Fact<T>(T fact) -> {
        Optional<News> told = news.apply(fact);
        yield told.isPresent()
            ? new Reading.Fact<>(told.get())
            : new Reading.Unreadable<>("a number or currency in the data is none");
      }
    };
  }

  private static Optional<News> paid(OrderPaid fact) {
    return money(Kind.PAID, fact, fact.amount(), fact.currency());
  }

  private static Optional<News> closed(OrderClosed fact) {
    Kind kind =
        switch (fact.reason()) {
          case NOT_PAID_IN_TIME -> Kind.NOT_PAID_IN_TIME;
          case CANCELLED_BY_GUEST -> Kind.CANCELLED_BY_GUEST;
        };
    return OrderSn.parse(fact.orderSn())
        .map(order -> new News(kind, fact.subject(), order, Optional.empty()));
  }

  private static Optional<News> refunded(OrderRefunded fact) {
    return money(Kind.ORDER_REFUNDED, fact, fact.amount(), fact.currency());
  }

  private static Optional<News> givenBack(PaymentRefunded fact) {
    return PaymentSn.parse(fact.paymentSn())
        .flatMap(_ -> money(Kind.PAYMENT_REFUNDED, fact, fact.amount(), fact.currency()));
  }

  private static Optional<News> money(Kind kind, StayflowEvent fact, long minor, String currency) {
    return OrderSn.parse(fact.orderSn())
        .flatMap(
            order ->
                Money.parse(minor, currency)
                    .map(amount -> new News(kind, fact.subject(), order, Optional.of(amount))));
  }
}
