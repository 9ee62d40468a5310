package dev.stayflow.dispatcher.event;

import io.cloudevents.CloudEvent;
import java.util.Optional;
import java.util.Set;

/** Names of the delayed delivery protocol. */
public final class Attribute {
  public static final String DELIVER_AT = "deliverat";
  public static final String DELIVER_AFTER = "deliverafter";
  public static final String DELIVER_TYPE = "delivertype";
  public static final String DELIVER_TO = "deliverto";
  public static final String DELIVER_QUEUE = "deliverqueue";
  public static final String DELIVER_TASK = "delivertask";
  public static final String DELIVER_RETRIES = "deliverretries";
  public static final String DELIVER_TIMEOUT = "delivertimeout";

  /** What a request may carry; none of it is delivered. */
  public static final Set<String> OF_REQUESTS =
      Set.of(
          DELIVER_AT,
          DELIVER_AFTER,
          DELIVER_TYPE,
          DELIVER_TO,
          DELIVER_QUEUE,
          DELIVER_TASK,
          DELIVER_RETRIES,
          DELIVER_TIMEOUT);

  public static final String DELIVERY_ATTEMPT = "deliveryattempt";
  public static final String DELIVERY_DUE = "deliverydue";
  public static final String DELIVERY_OF = "deliveryof";

  /** What a delivery carries; a request that was itself delivered before may still have them. */
  public static final Set<String> OF_DELIVERIES =
      Set.of(DELIVERY_ATTEMPT, DELIVERY_DUE, DELIVERY_OF);

  /** Every name of the protocol begins so; others that do are refused, since they may be typos. */
  public static final String PREFIX = "deliver";

  public static final String RESERVED_TYPES = "dev.stayflow.delivery.";

  /** Asks for a delivery. */
  public static final String REQUESTED = RESERVED_TYPES + "requested.v1";

  /** Asks that a delivery does not happen. */
  public static final String CANCELLED = RESERVED_TYPES + "cancelled.v1";

  /** Asks that a delivery happens at another time. */
  public static final String RESCHEDULED = RESERVED_TYPES + "rescheduled.v1";

  /** Tells that a delivery was given up; the dispatcher itself sends it. */
  public static final String FAILED = RESERVED_TYPES + "failed.v1";

  private Attribute() {}

  /** An extension of an event as text; absent when it has none of this name. */
  public static Optional<String> of(CloudEvent event, String name) {
    return Optional.ofNullable(event.getExtension(name)).map(Object::toString);
  }
}
