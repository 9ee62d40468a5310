package dev.stayflow.lambda;

import com.amazonaws.services.lambda.runtime.events.KafkaEvent.KafkaEventRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes CloudEvents of Kafka's records, as Knative's KafkaSource does: binary mode with its {@code
 * ce_} headers, structured mode by its content type, and anything else as the event {@code
 * dev.knative.kafka.event}, under which functions know plain records.
 */
final class KafkaRecords {
  private static final String ATTRIBUTE = "ce_";
  private static final String CONTENT_TYPE = "content-type";
  private static final String PLAIN = "dev.knative.kafka.event";

  private KafkaRecords() {}

  /**
   * A record as a call.
   *
   * @param source where the records come from: the cluster's ARN, or nothing for one that has none
   * @return nothing when the value is not base64, which Lambda writes it in
   */
  static Optional<EventCall> call(KafkaEventRecord record, @Nullable String source) {
    @Nullable String value = record.getValue();
    Optional<byte[]> body = value == null ? Optional.of(new byte[0]) : HttpBody.base64(value);
    return body.map(bytes -> new EventCall(headers(record, source), bytes));
  }

  private static Map<String, String> headers(KafkaEventRecord record, @Nullable String source) {
    Map<String, String> given = given(record.getHeaders());
    var headers = new HashMap<String, String>();
    @Nullable String contentType = given.get(CONTENT_TYPE);
    if (contentType != null) {
      headers.put(CONTENT_TYPE, contentType);
      if (contentType.startsWith("application/cloudevents")) {
        return headers;
      }
    }
    if (!given.containsKey(ATTRIBUTE + "specversion")) {
      headers.putAll(plain(record, source));
      return headers;
    }
    given.forEach(
        (name, value) -> {
          if (name.startsWith(ATTRIBUTE)) {
            headers.put("ce-" + name.substring(ATTRIBUTE.length()), value);
          }
        });
    return headers;
  }

  private static Map<String, String> plain(KafkaEventRecord record, @Nullable String source) {
    return Map.of(
        "ce-specversion",
        "1.0",
        "ce-type",
        PLAIN,
        "ce-source",
        Objects.requireNonNullElse(source, "aws:kafka") + "#" + record.getTopic(),
        "ce-id",
        "partition:%d/offset:%d".formatted(record.getPartition(), record.getOffset()),
        "ce-subject",
        "partition:%d#%d".formatted(record.getPartition(), record.getOffset()),
        "ce-time",
        Instant.ofEpochMilli(record.getTimestamp()).toString());
  }

  /** By lower-case name; of several with one name the last, as Kafka's own clients read them. */
  private static Map<String, String> given(@Nullable List<Map<String, byte[]>> headers) {
    var texts = new HashMap<String, String>();
    if (headers != null) {
      for (Map<String, byte[]> one : headers) {
        one.forEach(
            (name, value) -> {
              if (value != null) {
                texts.put(name.toLowerCase(Locale.ROOT), new String(value, StandardCharsets.UTF_8));
              }
            });
      }
    }
    return texts;
  }
}
