package dev.stayflow.local.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.Arrays;
import java.util.Base64;

/** Marks an event that nobody took with where it was to go and what the answer was. */
final class DeadLetters {
  /** How much of the answer's body is kept, in bytes before Base64. */
  private static final int KEPT = 1024;

  private DeadLetters() {}

  /** What a dead letter keeps of the body of an answer. */
  static String data(byte[] body) {
    return Base64.getEncoder().encodeToString(Arrays.copyOf(body, Math.min(KEPT, body.length)));
  }

  /** Code and data are known only of an answer with a status; data only where it had a body. */
  static CloudEvent of(CloudEvent event, String destination, Answer answer) {
    CloudEventBuilder letter =
        CloudEventBuilder.from(event).withExtension("knativeerrordest", destination);
    if (answer instanceof Answer.Refused(int status, String data)) {
      letter.withExtension("knativeerrorcode", String.valueOf(status));
      if (!data.isEmpty()) {
        letter.withExtension("knativeerrordata", data);
      }
    }
    return letter.build();
  }
}
