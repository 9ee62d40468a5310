package dev.stayflow.dispatcher.event;

import dev.stayflow.dispatcher.problem.Refusal;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.rw.CloudEventRWException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * Reads CloudEvents: binary, structured and batch mode of HTTP, JSON. Every attribute is checked as
 * text, so that a refusal names the wrong one, which the SDK's readers cannot.
 */
public final class EventReader {
  public static final int MOST_PER_BATCH = 1024 * 1024;
  private static final String CE = "ce-";
  private static final String ONE_JSON = "application/cloudevents+json";
  private static final String MANY_JSON = "application/cloudevents-batch+json";

  private final EventData data = new EventData();
  private final int mostPerEvent;

  /**
   * A reader of events up to a size.
   *
   * @param mostPerEvent bytes of a body, or of the JSON of one event of a batch
   */
  public EventReader(int mostPerEvent) {
    this.mostPerEvent = mostPerEvent;
  }

  public Received read(HttpServletRequest request) throws IOException {
    return read(Message.of(request, MOST_PER_BATCH + 1));
  }

  /** Reads what came; a body that is larger than it may be need not be complete. */
  public Received read(Message message) {
    var mediaType = message.mediaType();
    var isBatch = mediaType.equals(MANY_JSON);
    if (message.body().length > (isBatch ? MOST_PER_BATCH : mostPerEvent)) {
      return isBatch
          ? new Received.Wrong(
              Refusal.tooLarge("a batch has at most %d bytes".formatted(MOST_PER_BATCH)))
          : tooLarge();
    }
    try {
      return isBatch
          ? batch(message.body())
          : mediaType.equals(ONE_JSON)
              ? structured(data.json().readTree(message.body()))
              : binary(message);
    } catch (JacksonException e) {
      return new Received.Wrong(
          Refusal.badEvent("the body is not JSON: " + e.getOriginalMessage()));
    }
  }

  private static Received binary(Message message) {
    var attributes = new LinkedHashMap<String, String>();
    message
        .headers()
        .forEach(
            (name, value) -> {
              if (name.startsWith(CE)) {
                attributes.put(name.substring(CE.length()), value);
              }
            });
    if (attributes.isEmpty()) {
      return new Received.Wrong(
          Refusal.badEvent(
              "send an event in binary mode (ce- headers) or as %s or %s"
                  .formatted(ONE_JSON, MANY_JSON)));
    }
    message.header("content-type").ifPresent(type -> attributes.put("datacontenttype", type));
    return event(attributes, Optional.of(message.body()).filter(body -> body.length > 0));
  }

  private Received structured(JsonNode node) {
    if (!node.isObject()) {
      return new Received.Wrong(Refusal.badEvent("an event is a JSON object"));
    }
    var attributes = new LinkedHashMap<String, String>();
    for (var field : node.properties()) {
      if (!EventData.FIELDS.contains(field.getKey())) {
        if (field.getValue().isContainer()) {
          return new Received.Wrong(
              Refusal.badAttribute(field.getKey(), "must be a text, number or boolean"));
        }
        if (!field.getValue().isNull()) {
          attributes.put(field.getKey(), field.getValue().asString());
        }
      }
    }
    return switch (data.of(node, attributes)) {
      case EventData.Bytes bytes -> event(attributes, bytes.bytes());
      case EventData.Wrong wrong -> new Received.Wrong(wrong.refusal());
    };
  }

  private Received batch(byte[] body) {
    var events = new ArrayList<CloudEvent>();
    try (var parser = data.json().createParser(body)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return new Received.Wrong(Refusal.badEvent("a batch is a JSON array"));
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        var from = parser.currentTokenLocation().getByteOffset();
        JsonNode node = data.one(parser);
        var length = parser.currentLocation().getByteOffset() - from;
        switch (length > mostPerEvent ? tooLarge() : structured(node)) {
          case Received.One one -> events.add(one.event());
          case Received.Wrong wrong -> {
            return new Received.Wrong(wrong.refusal().at(events.size()));
          }
          case Received.Batch _ -> throw new IllegalStateException("a batch within a batch");
        }
      }
      if (parser.nextToken() != null) {
        return new Received.Wrong(Refusal.badEvent("something follows the batch"));
      }
    }
    return new Received.Batch(events);
  }

  private Received tooLarge() {
    return new Received.Wrong(
        Refusal.tooLarge("an event has at most %d bytes".formatted(mostPerEvent)));
  }

  private static Received event(Map<String, String> attributes, Optional<byte[]> data) {
    var wrong = RawAttributes.firstWrong(attributes);
    if (wrong.isPresent()) {
      return new Received.Wrong(wrong.get());
    }
    try {
      var event = CloudEventBuilder.v1();
      attributes.forEach(
          (name, value) -> {
            if (!name.equals("specversion")) {
              event.withContextAttribute(name, value);
            }
          });
      data.ifPresent(event::withData);
      return new Received.One(event.build());
    } catch (CloudEventRWException | IllegalStateException | IllegalArgumentException e) {
      return new Received.Wrong(Refusal.badEvent("the event cannot be read: " + e.getMessage()));
    }
  }
}
