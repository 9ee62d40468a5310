package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.event.Attribute;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;

/** An event that Knative could not deliver, and what Knative wrote on it. */
final class DeadLetter {
  static final String DESTINATION = "knativeerrordest";
  private static final String CODE = "knativeerrorcode";
  private static final String PREFIX = "knativeerror";

  private DeadLetter() {}

  /** The event as it was sent to its destination. */
  static CloudEvent withoutError(CloudEvent letter) {
    var event = CloudEventBuilder.from(letter);
    letter.getExtensionNames().stream()
        .filter(name -> name.startsWith(PREFIX))
        .forEach(event::withoutExtension);
    return event.build();
  }

  static String destination(CloudEvent letter) {
    return Attribute.of(letter, DESTINATION).orElse("");
  }

  static String reason(CloudEvent letter) {
    var code = Attribute.of(letter, CODE).map("answered "::concat);
    return "%s %s"
        .formatted(destination(letter), code.orElse("did not answer as it should"))
        .strip();
  }
}
