package dev.stayflow.local.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.net.http.HttpResponse;
import java.util.Optional;

/**
 * Reads a subscriber's 2xx answer: nothing, one event, or something that a Trigger counts as a
 * failure.
 */
final class Replies {
  private Replies() {}

  static Answer read(HttpResponse<byte[]> response) {
    byte[] body = response.body();
    try {
      CloudEvent event =
          HttpMessageFactory.createReaderFromMultimap(response.headers().map(), body).toEvent();
      return new Answer.Taken(Optional.of(event));
    } catch (CloudEventRWException | IllegalStateException noEvent) {
      // Incomplete attributes without a body are no reply at all.
      return body.length == 0 ? new Answer.Taken(Optional.empty()) : new Answer.BadReply();
    }
  }
}
