package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.TaskRun;
import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.util.Map;

/** Makes the event that is delivered out of the one that asked for it. */
final class DueEvent {
  private DueEvent() {}

  /**
   * The request's event without what only the dispatcher needs. With a type of its own it gets an
   * id of its own too, since source and id must stay unique.
   */
  static CloudEvent of(CloudEvent request, TaskRun run, Map<String, String> overrides) {
    var due = CloudEventBuilder.from(request);
    Attribute.OF_REQUESTS.forEach(due::withoutExtension);
    Attribute.OF_DELIVERIES.forEach(due::withoutExtension);
    if (request.getExtension(Attribute.DELIVER_TYPE) != null) {
      due.withType(StoredEvent.typeOfDelivery(request))
          .withId(request.getId() + ".due")
          .withExtension(Attribute.DELIVERY_OF, request.getId());
    }
    due.withExtension(Attribute.DELIVERY_ATTEMPT, run.attempt())
        .withExtension(Attribute.DELIVERY_DUE, run.dueAt().toString());
    overrides.forEach(due::withExtension);
    return due.build();
  }
}
