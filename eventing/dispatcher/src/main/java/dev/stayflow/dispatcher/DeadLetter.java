package dev.stayflow.dispatcher;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.Optional;

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
    return text(letter, DESTINATION);
  }

  static String reason(CloudEvent letter) {
    var code = text(letter, CODE);
    return "%s %s"
        .formatted(
            destination(letter),
            code.isEmpty() ? "did not answer as it should" : "answered " + code)
        .strip();
  }

  private static String text(CloudEvent letter, String name) {
    return Optional.ofNullable(letter.getExtension(name)).map(Object::toString).orElse("");
  }
}
