package dev.stayflow.contracts;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Writes facts as CloudEvents 1.0 for one function: {@code source} is {@code /stayflow/<function>},
 * {@code partitionkey} the order number (Kafka keeps the events of an order in order by it), and
 * {@code traceparent} (CloudEvents distributed tracing extension) the span they were written in.
 */
public final class EventWriter {

  private final URI source;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final Supplier<Optional<String>> traceparent;

  /**
   * @param function name of the function that writes, for example {@code create-order}
   * @param ids the events' ids; each must be new
   * @param traceparent the W3C trace context of the moment, if there is one
   */
  public EventWriter(
      String function,
      InstantSource clock,
      Supplier<UUID> ids,
      Supplier<Optional<String>> traceparent) {
    this.source = URI.create("/stayflow/" + function);
    this.clock = clock;
    this.ids = ids;
    this.traceparent = traceparent;
  }

  /** The fact as an event that goes out at once. */
  public CloudEvent write(StayflowEvent event) {
    return write(event, ids.get().toString());
  }

  /** The fact under an id that was given from outside, so that a repeat stays a repeat. */
  public CloudEvent write(StayflowEvent event, String id) {
    return envelope(event, id).withType(EventType.of(event).type()).build();
  }

  /**
   * A request to the dispatcher to deliver the fact at {@code due}, never before.
   *
   * @param task id under which the delivery can be cancelled; global in the dispatcher, so it
   *     starts with {@code stayflow}
   */
  public CloudEvent writeForLater(StayflowEvent event, Instant due, String task) {
    return envelope(event, ids.get().toString())
        .withType(EventType.DELIVERY_REQUESTED)
        .withExtension("deliverat", due.toString())
        .withExtension("delivertype", EventType.of(event).type())
        .withExtension("delivertask", task)
        .build();
  }

  /**
   * A request to the dispatcher to forget a delivery that was asked for by {@link #writeForLater}.
   * It may arrive before that request, or when nothing is left to forget.
   */
  public CloudEvent cancelDelivery(String orderSn, String task) {
    return envelope(orderSn, orderSn, ids.get().toString())
        .withType(EventType.DELIVERY_CANCELLED)
        .withExtension("delivertask", task)
        .build();
  }

  private CloudEventBuilder envelope(StayflowEvent event, String id) {
    return envelope(event.subject(), event.orderSn(), id)
        .withData("application/json", EventJson.MAPPER.writeValueAsBytes(event));
  }

  private CloudEventBuilder envelope(String subject, String orderSn, String id) {
    CloudEventBuilder builder =
        CloudEventBuilder.v1()
            .withId(id)
            .withSource(source)
            .withSubject(subject)
            .withTime(clock.instant().atOffset(ZoneOffset.UTC))
            .withExtension("partitionkey", orderSn);
    traceparent.get().ifPresent(context -> builder.withExtension("traceparent", context));
    return builder;
  }
}
