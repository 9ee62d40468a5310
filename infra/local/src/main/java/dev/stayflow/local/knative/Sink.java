package dev.stayflow.local.knative;

import io.cloudevents.CloudEvent;

/** Somewhere an event can be sent to. */
interface Sink {
  /** Sends once and waits for the answer. */
  Answer send(CloudEvent event) throws InterruptedException;

  /** The full address, as dead letters name it. */
  String address();
}
