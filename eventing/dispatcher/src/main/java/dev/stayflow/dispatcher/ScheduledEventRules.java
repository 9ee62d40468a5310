package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.event.RawAttributes;
import dev.stayflow.dispatcher.problem.Refusal;
import dev.stayflow.dispatcher.schedules.EventRules;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Asks the ingress's own protocol what it thinks of an event that will be due one day. */
final class ScheduledEventRules implements EventRules {
  private final DeliveryProtocol protocol;
  private final InstantSource clock;

  ScheduledEventRules(DeliveryProtocol protocol, InstantSource clock) {
    this.protocol = protocol;
    this.clock = clock;
  }

  @Override
  public Optional<Refusal> firstWrong(Map<String, String> attributes) {
    var wrong = RawAttributes.firstWrong(attributes);
    if (wrong.isPresent()) {
      return wrong;
    }
    var event = CloudEventBuilder.v1();
    attributes.forEach(
        (name, value) -> {
          if (!name.equals("specversion")) {
            event.withContextAttribute(name, value);
          }
        });
    event.withExtension(Attribute.DELIVER_AFTER, "PT0S");
    var asked = protocol.read(event.build(), Caller.ANYONE, clock.instant());
    if (asked instanceof Asked.Unheard) {
      return Optional.of(
          Refusal.badAttribute("type", "is one that nobody hears of, as SINKS_BY_TYPE says"));
    }
    return asked instanceof Asked.Refused refused
        ? Optional.of(refused.refusal())
        : Optional.empty();
  }
}
