package dev.stayflow.local.knative;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
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
    Optional<CloudEvent> event =
        Events.read(
            () -> HttpMessageFactory.createReaderFromMultimap(response.headers().map(), body));
    // Incomplete attributes without a body are no reply at all.
    return event.isPresent() || body.length == 0 ? new Answer.Taken(event) : new Answer.BadReply();
  }
}
