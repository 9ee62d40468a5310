package dev.stayflow.paymentcallback;

import io.cloudevents.CloudEvent;

/** Where payments' fates are published. */
interface PaymentNews {
  /** Publishes the event and waits until it is kept; false when that cannot be said. */
  boolean publish(CloudEvent event);
}
