package dev.stayflow.store;

import io.cloudevents.CloudEvent;
import java.util.List;

/** What became of an order that was to be stored. */
public sealed interface Placing {

  /** Stored, with its events, which are now to be published. */
  record Placed(StoredOrder order, List<CloudEvent> events) implements Placing {}

  /** The same request was placed under the same key before: that order. */
  record Replayed(StoredOrder order) implements Placing {}

  /** Another order holds one of the nights. */
  record NightsTaken() implements Placing {}

  /** The key belongs to another request of the last 24 hours. */
  record KeyReused() implements Placing {}
}
