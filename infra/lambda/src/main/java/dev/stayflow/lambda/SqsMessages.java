package dev.stayflow.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.MessageAttribute;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes CloudEvents of a queue's messages. CloudEvents has no binding for SQS, so this takes the
 * two that there can be: the attributes as message attributes called {@code ce_id} and so on, with
 * the data as body; else a body that is the whole event in JSON.
 */
final class SqsMessages {
  private static final String ATTRIBUTE = "ce_";
  private static final String CONTENT_TYPE = "content-type";

  private SqsMessages() {}

  static EventCall call(SQSMessage message) {
    byte[] body =
        Objects.requireNonNullElse(message.getBody(), "").getBytes(StandardCharsets.UTF_8);
    Map<String, String> attributes = texts(message.getMessageAttributes());
    if (!attributes.containsKey(ATTRIBUTE + "specversion")) {
      return new EventCall(Map.of(CONTENT_TYPE, EventCall.STRUCTURED), body);
    }
    var headers = new HashMap<String, String>();
    attributes.forEach(
        (name, value) -> {
          if (name.startsWith(ATTRIBUTE)) {
            headers.put("ce-" + name.substring(ATTRIBUTE.length()), value);
          } else if (name.equals(CONTENT_TYPE)) {
            headers.put(CONTENT_TYPE, value);
          }
        });
    return new EventCall(headers, body);
  }

  private static Map<String, String> texts(@Nullable Map<String, MessageAttribute> attributes) {
    var texts = new HashMap<String, String>();
    if (attributes != null) {
      attributes.forEach(
          (name, attribute) -> {
            if (attribute.getStringValue() != null) {
              texts.put(name.toLowerCase(Locale.ROOT), attribute.getStringValue());
            }
          });
    }
    return texts;
  }
}
