package dev.stayflow.paymentcallback;

import dev.stayflow.runtime.EventSink;
import dev.stayflow.runtime.Publication;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sink of events, where no Kafka is: what it answers with 2xx it keeps. */
final class PaymentSink implements PaymentNews {
  private static final Logger log = LoggerFactory.getLogger(PaymentSink.class);

  private final EventSink sink;
  private final Duration limit;

  /**
   * @param limit how long the sink may take
   */
  PaymentSink(EventSink sink, Duration limit) {
    this.sink = sink;
    this.limit = limit;
  }

  @Override
  public boolean publish(CloudEvent event) {
    return switch (sink.publish(event, limit)) {
      case Publication.Accepted _ -> {
        log.atInfo()
            .addKeyValue("order_sn", event.getExtension("partitionkey"))
            .addKeyValue("event_id", event.getId())
            .log("payment status published");
        yield true;
      }
      case Publication.Refused(_, String reason) -> notPublished(event, reason);
      case Publication.Unavailable(String reason) -> notPublished(event, reason);
    };
  }

  private static boolean notPublished(CloudEvent event, String reason) {
    log.atWarn()
        .addKeyValue("order_sn", event.getExtension("partitionkey"))
        .addKeyValue("event_id", event.getId())
        .addKeyValue("reason", reason)
        .log("the sink did not take it");
    return false;
  }
}
