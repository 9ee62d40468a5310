package dev.stayflow.store;

import dev.stayflow.order.PaymentDecision;
import io.cloudevents.CloudEvent;
import java.util.List;

/** What became of news about a payment. */
public sealed interface Recording {

  /** Decided and stored; the events are to be published. */
  record Recorded(PaymentDecision decision, List<CloudEvent> events) implements Recording {}

  /** There is nothing that the news could be about; telling it again never helps. */
  record Unknown(String reason) implements Recording {}
}
