package dev.stayflow.contracts;

import io.cloudevents.CloudEvent;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;

/** Reads CloudEvents back into facts. */
public final class EventReader {

  private EventReader() {}

  /** What an event turned out to be. */
  public sealed interface Reading<T> {
    /** The fact. */
    record Fact<T>(T data) implements Reading<T> {}

    /** Not that fact; {@code reason} says what was wrong with it. Repeating it never helps. */
    record Unreadable<T>(String reason) implements Reading<T> {}
  }

  /** The event as a fact of the given kind. */
  public static <T extends StayflowEvent> Reading<T> read(CloudEvent event, Class<T> kind) {
    boolean expected =
        EventType.of(event.getType()).filter(type -> type.data().equals(kind)).isPresent();
    if (!expected) {
      return new Reading.Unreadable<>("an event of type " + event.getType() + " is not for here");
    }
    return readData(event, kind);
  }

  /**
   * What the replaced system's producer wrote to Kafka, {@code {"orderSn", "payStatus"}} without
   * CloudEvents headers; KafkaSource wraps it in an event of type {@code dev.knative.kafka.event}.
   */
  public static Reading<PlainPaymentStatus> readPlainPaymentStatus(CloudEvent event) {
    if (!event.getType().equals(PlainPaymentStatus.TYPE)) {
      return new Reading.Unreadable<>("an event of type " + event.getType() + " is not for here");
    }
    return readData(event, PlainPaymentStatus.class);
  }

  private static <T> Reading<T> readData(CloudEvent event, Class<T> kind) {
    if (event.getData() == null) {
      return new Reading.Unreadable<>("the event has no data");
    }
    try {
      T data = EventJson.MAPPER.readValue(event.getData().toBytes(), kind);
      return data == null ? new Reading.Unreadable<>("the data is null") : new Reading.Fact<>(data);
    } catch (DatabindException e) {
      String field =
          e.getPath().stream()
              .map(step -> String.valueOf(step.getPropertyName()))
              .collect(Collectors.joining("."));
      return new Reading.Unreadable<>("data." + field + " is missing or of the wrong kind");
    } catch (JacksonException e) {
      return new Reading.Unreadable<>("the data is not JSON");
    }
  }
}
