package dev.stayflow.dispatcher.event;

import dev.stayflow.delayedtasks.Task;
import dev.stayflow.delayedtasks.TaskId;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a task holds an event, much like HTTP's binary mode: its attributes are headers {@code
 * ce-<name>}, its data is the payload byte for byte, and the task's type is the type that the event
 * has when it is delivered. So a task can be looked for by type and subject, and its data be seen
 * and changed, by those who know nothing of events.
 */
public final class StoredEvent {
  private static final String CE = "ce-";
  private static final String VERSION = CE + "specversion";

  /** The header that names who asked for the delivery, when the ingress demands to know. */
  public static final String CALLER = "caller";

  private StoredEvent() {}

  /**
   * A task that delivers an event.
   *
   * @throws IllegalArgumentException when the attributes are larger than a task's headers may be,
   *     or {@code deliverretries} is no number
   */
  public static Task task(CloudEvent event, TaskId id) {
    var task = holding(event, typeOfDelivery(event), id);
    return Attribute.of(event, Attribute.DELIVER_RETRIES)
        .map(retries -> task.maxRetries(Integer.parseInt(retries)))
        .orElse(task);
  }

  /**
   * A task that holds an event which could not be delivered; what it asks of a dispatcher means
   * nothing then.
   *
   * @throws IllegalArgumentException as {@link #task}
   */
  public static Task deadLetter(CloudEvent event, TaskId id) {
    return holding(event, event.getType(), id);
  }

  private static Task holding(CloudEvent event, String type, TaskId id) {
    var data = event.getData();
    return Task.of(type, data == null ? new byte[0] : data.toBytes())
        .withId(id)
        .headers(headers(attributes(event)));
  }

  /**
   * A task for a schedule: each that it stores holds an event of its own, whose id is the task's.
   *
   * @param attributes without an id
   * @throws IllegalArgumentException when they are larger than a task's headers may be
   */
  public static Task template(Map<String, String> attributes, byte[] data) {
    var task = Task.of(attributes.getOrDefault("type", ""), data).headers(headers(attributes));
    var retries = attributes.get(Attribute.DELIVER_RETRIES);
    return retries == null ? task : task.maxRetries(Integer.parseInt(retries));
  }

  /** The event that a task holds; absent when the task was stored for something else. */
  public static Optional<CloudEvent> of(Task task) {
    var headers = task.headers();
    if (!headers.containsKey(CE + "source")) {
      return Optional.empty();
    }
    try {
      var version = SpecVersion.parse(headers.getOrDefault(VERSION, "1.0"));
      var event = CloudEventBuilder.fromSpecVersion(version);
      event.withId(task.id().id());
      headers.forEach(
          (header, value) -> {
            if (header.startsWith(CE) && !header.equals(VERSION)) {
              event.withContextAttribute(header.substring(CE.length()), value);
            }
          });
      if (task.payload().length > 0) {
        event.withData(task.payload());
      }
      return Optional.of(event.build());
    } catch (CloudEventRWException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** The headers of a task that are no attributes of its event. */
  public static Map<String, String> otherHeaders(Map<String, String> headers) {
    var others = new TreeMap<>(headers);
    others.keySet().removeIf(name -> name.startsWith(CE));
    return others;
  }

  /** The type that an event has when it is delivered. */
  public static String typeOfDelivery(CloudEvent request) {
    return Attribute.of(request, Attribute.DELIVER_TYPE).orElse(request.getType());
  }

  /** The attributes that an event has, extensions too, as text by name. */
  public static Map<String, String> attributes(CloudEvent event) {
    var attributes = new TreeMap<String, String>();
    for (var name : event.getAttributeNames()) {
      var value = event.getAttribute(name);
      if (value != null) {
        attributes.put(name, value.toString());
      }
    }
    for (var name : event.getExtensionNames()) {
      var value = event.getExtension(name);
      if (value != null) {
        attributes.put(name, value.toString());
      }
    }
    return attributes;
  }

  private static Map<String, String> headers(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .collect(Collectors.toMap(attribute -> CE + attribute.getKey(), Map.Entry::getValue));
  }
}
