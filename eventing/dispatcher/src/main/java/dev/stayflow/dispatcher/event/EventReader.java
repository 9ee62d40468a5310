package dev.stayflow.dispatcher.event;

import dev.stayflow.dispatcher.problem.Refusal;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import io.cloudevents.rw.CloudEventRWException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads CloudEvents over HTTP: binary, structured and batch mode, JSON. */
public final class EventReader {
  public static final int MOST_PER_BATCH = 1024 * 1024;
  private static final String CE = "ce-";
  private static final String ONE_JSON = "application/cloudevents+json";
  private static final String MANY_JSON = "application/cloudevents-batch+json";

  private static final Pattern JSON_TYPE =
      Pattern.compile("(?i)[^/]+/(json|[^;]+\\+json)\\s*(;.*)?");

  private final JsonFormat format = new JsonFormat();
  private final JsonMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
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
    var mediaType = mediaType(request);
    var isBatch = mediaType.equals(MANY_JSON);
    var most = isBatch ? MOST_PER_BATCH : mostPerEvent;
    var body = request.getInputStream().readNBytes(most + 1);
    if (body.length > most) {
      return new Received.Wrong(
          Refusal.tooLarge(
              isBatch
                  ? "a batch has at most %d bytes".formatted(most)
                  : "an event has at most %d bytes".formatted(most)));
    }
    try {
      return isBatch
          ? batch(body)
          : mediaType.equals(ONE_JSON) ? structured(json.readTree(body)) : binary(request, body);
    } catch (JacksonException e) {
      return new Received.Wrong(
          Refusal.badEvent("the body is not JSON: " + e.getOriginalMessage()));
    }
  }

  private Received binary(HttpServletRequest request, byte[] body) {
    var headers = new LinkedHashMap<String, String>();
    var attributes = new LinkedHashMap<String, String>();
    for (var name : Collections.list(request.getHeaderNames())) {
      var lower = name.toLowerCase(Locale.ROOT);
      var value = Optional.ofNullable(request.getHeader(name)).orElse("");
      if (lower.startsWith(CE)) {
        attributes.put(lower.substring(CE.length()), value);
        headers.put(lower, value);
      } else if (lower.equals("content-type")) {
        headers.put(lower, value);
      }
    }
    if (attributes.isEmpty()) {
      return new Received.Wrong(
          Refusal.badEvent(
              "send an event in binary mode (ce- headers) or as %s or %s"
                  .formatted(ONE_JSON, MANY_JSON)));
    }
    return event(attributes, () -> HttpMessageFactory.createReader(headers, body).toEvent());
  }

  private Received structured(JsonNode node) {
    if (!node.isObject()) {
      return new Received.Wrong(Refusal.badEvent("an event is a JSON object"));
    }
    var attributes = new LinkedHashMap<String, String>();
    for (var field : node.properties()) {
      if (!field.getKey().equals("data") && !field.getKey().equals("data_base64")) {
        if (field.getValue().isContainer()) {
          return new Received.Wrong(
              Refusal.badAttribute(field.getKey(), "must be a text, number or boolean"));
        }
        if (!field.getValue().isNull()) {
          attributes.put(field.getKey(), field.getValue().asString());
        }
      }
    }
    return event(
        attributes, () -> format.deserialize(json.writeValueAsBytes(exact((ObjectNode) node))));
  }

  /** JSON data as bytes, so that reading the event does not round its numbers. */
  private ObjectNode exact(ObjectNode event) {
    var type = event.path("datacontenttype").asString("application/json");
    var data = event.path("data");
    if (data.isMissingNode() || data.isNull() || !JSON_TYPE.matcher(type).matches()) {
      return event;
    }
    var exact = event.deepCopy();
    exact.remove("data");
    exact.put("datacontenttype", type);
    exact.put("data_base64", json.writeValueAsBytes(data));
    return exact;
  }

  private Received batch(byte[] body) {
    var nodes = json.readTree(body);
    if (!nodes.isArray()) {
      return new Received.Wrong(Refusal.badEvent("a batch is a JSON array"));
    }
    var events = new ArrayList<CloudEvent>();
    for (var node : nodes) {
      var read = tooLarge(node) ? tooLarge() : structured(node);
      switch (read) {
        case Received.One one -> events.add(one.event());
        case Received.Wrong wrong -> {
          return new Received.Wrong(wrong.refusal().at(events.size()));
        }
        case Received.Batch _ -> throw new IllegalStateException("a batch within a batch");
      }
    }
    return new Received.Batch(events);
  }

  private boolean tooLarge(JsonNode node) {
    return json.writeValueAsBytes(node).length > mostPerEvent;
  }

  private Received tooLarge() {
    return new Received.Wrong(
        Refusal.tooLarge("an event has at most %d bytes".formatted(mostPerEvent)));
  }

  private static Received event(Map<String, String> attributes, Supplier<CloudEvent> reading) {
    var wrong = RawAttributes.firstWrong(attributes);
    if (wrong.isPresent()) {
      return new Received.Wrong(wrong.get());
    }
    try {
      return new Received.One(reading.get());
    } catch (CloudEventRWException | IllegalStateException | IllegalArgumentException e) {
      return new Received.Wrong(Refusal.badEvent("the event cannot be read: " + e.getMessage()));
    }
  }

  private static String mediaType(HttpServletRequest request) {
    var header = Optional.ofNullable(request.getContentType()).orElse("");
    return header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
