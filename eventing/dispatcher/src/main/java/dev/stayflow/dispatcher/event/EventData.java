package dev.stayflow.dispatcher.event;

import dev.stayflow.dispatcher.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The data of an event in CloudEvents' JSON format. */
final class EventData {
  private static final String TEXT = "data";
  private static final String BASE64 = "data_base64";
  private static final String TYPE = "datacontenttype";

  /** What is no attribute. */
  static final Set<String> FIELDS = Set.of(TEXT, BASE64);

  private static final Pattern JSON_TYPE =
      Pattern.compile("(?i)[^/]+/(json|[^;]+\\+json)\\s*(;.*)?");

  /** Keeps every digit of numbers. */
  private final JsonMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** What an event's data is. */
  sealed interface Read {}

  /** Absent when the event has none. */
  record Bytes(Optional<byte[]> bytes) implements Read {}

  record Wrong(Refusal refusal) implements Read {}

  JsonMapper json() {
    return json;
  }

  /** The next value of several. */
  JsonNode one(JsonParser several) {
    return json.readerFor(JsonNode.class)
        .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readValue(several);
  }

  /** Data without a type is JSON; then its type is told. */
  Read of(JsonNode event, Map<String, String> attributes) {
    var data = event.path(TEXT);
    var base64 = event.path(BASE64);
    var isThere = !data.isMissingNode() && !data.isNull();
    if (!base64.isMissingNode() && !base64.isNull()) {
      return isThere ? wrong(BASE64, "give data or data_base64, not both") : decoded(base64);
    }
    if (!isThere) {
      return new Bytes(Optional.empty());
    }
    var type = attributes.computeIfAbsent(TYPE, _ -> "application/json");
    if (JSON_TYPE.matcher(type).matches()) {
      return new Bytes(Optional.of(json.writeValueAsBytes(data)));
    }
    return data.isString()
        ? new Bytes(Optional.of(data.asString().getBytes(StandardCharsets.UTF_8)))
        : wrong(TEXT, "must be a text, since datacontenttype is not JSON");
  }

  private static Read decoded(JsonNode base64) {
    try {
      var bytes = Base64.getDecoder().decode(base64.isString() ? base64.asString() : "?");
      return new Bytes(Optional.of(bytes));
    } catch (IllegalArgumentException e) {
      return wrong(BASE64, "must be a text of Base64");
    }
  }

  private static Read wrong(String field, String detail) {
    return new Wrong(Refusal.badAttribute(field, detail));
  }
}
