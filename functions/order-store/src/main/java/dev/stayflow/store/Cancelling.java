package dev.stayflow.store;

import dev.stayflow.order.CancelDecision;
import io.cloudevents.CloudEvent;
import java.util.List;

/** What became of a guest's wish to cancel an order. */
public sealed interface Cancelling {

  /** Decided and stored; the events are to be published. */
  record Decided(CancelDecision decision, List<CloudEvent> events) implements Cancelling {}

  /** The guest has no such order. */
  record UnknownOrder() implements Cancelling {}
}
