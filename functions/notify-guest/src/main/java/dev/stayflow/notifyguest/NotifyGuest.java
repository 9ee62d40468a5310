package dev.stayflow.notifyguest;

import dev.stayflow.contracts.EventReader.Reading;
import dev.stayflow.order.Contact;
import dev.stayflow.order.Order;
import dev.stayflow.runtime.Problem;
import dev.stayflow.runtime.Response;
import dev.stayflow.store.Notices;
import dev.stayflow.store.Orders;
import dev.stayflow.store.Sending;
import io.cloudevents.CloudEvent;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells guests by mail what became of their orders, once, however often an event comes. */
public final class NotifyGuest implements Function<CloudEvent, Response> {
  private static final Logger log = LoggerFactory.getLogger(NotifyGuest.class);

  private final Orders orders;
  private final Notices notices;
  private final Letters letters;
  private final MailServer mails;
  private final InstantSource clock;

  NotifyGuest(
      Orders orders, Notices notices, Letters letters, MailServer mails, InstantSource clock) {
    this.orders = orders;
    this.notices = notices;
    this.letters = letters;
    this.mails = mails;
    this.clock = clock;
  }

  @Override
  public Response apply(CloudEvent event) {
    return switch (NewsReader.read(event)) {
      case Reading.Unreadable<News>(String reason) ->
          Response.problem(Problem.unreadableEvent(reason));
      case Reading.Fact<News>(News news) -> tell(news);
    };
  }

  private Response tell(News news) {
    Optional<Order> order = orders.find(news.order());
    if (order.isEmpty()) {
      return done(news, "there is no such order");
    }
    Optional<Contact> contact = order.get().contact();
    return contact.isPresent()
        ? tell(news, order.get(), contact.get())
        : done(news, "the guest left no address");
  }

  private Response tell(News news, Order order, Contact contact) {
    Letter letter = letters.write(news, order, contact.language());
    Mail mail = new Mail(mails.idOf(news), contact, letter, clock.instant());
    return notices
        .once(news.key(), () -> send(news, mail))
        .map(sent -> answer(news, sent))
        .orElseGet(() -> done(news, "the guest was told already"));
  }

  private Sending send(News news, Mail mail) {
    return switch (mails.handOver(mail)) {
      case Handover.Taken() -> Sending.SENT;
      case Handover.AddressRefused(String reason) -> {
        warn(news, reason, "the mail server refuses the guest's address");
        yield Sending.UNDELIVERABLE;
      }
      case Handover.NotNow(String reason) -> {
        warn(news, reason, "the mail server takes nothing now");
        yield Sending.NOT_NOW;
      }
    };
  }

  private static Response answer(News news, Sending sent) {
    return switch (sent) {
      case SENT -> done(news, "guest told");
      case UNDELIVERABLE -> done(news, "nobody can be told at that address");
      case NOT_NOW -> Response.retryLater("the mail server does not take the notice now");
    };
  }

  private static void warn(News news, String reason, String what) {
    log.atWarn()
        .addKeyValue("order_sn", news.order().value())
        .addKeyValue("notice", news.kind().text())
        .addKeyValue("reason", reason)
        .log(what);
  }

  private static Response done(News news, String what) {
    log.atInfo()
        .addKeyValue("order_sn", news.order().value())
        .addKeyValue("notice", news.kind().text())
        .log(what);
    return Response.done();
  }
}
