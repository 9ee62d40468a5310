package dev.stayflow.dispatcher.event;

import dev.stayflow.dispatcher.problem.Refusal;
import io.cloudevents.CloudEvent;
import java.util.List;

/** What came in a request's body. */
public sealed interface Received {
  record One(CloudEvent event) implements Received {}

  record Batch(List<CloudEvent> events) implements Received {}

  record Wrong(Refusal refusal) implements Received {}
}
