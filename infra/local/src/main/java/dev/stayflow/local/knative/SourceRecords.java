package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Manifests;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Makes events of records as KafkaSource does: CloudEvents in structured or binary mode as they
 * are, without the record's key; any other record, also one with incomplete {@code ce_} headers,
 * wrapped. After Knative's InvalidCloudEventInterceptor.
 */
final class SourceRecords {
  private static final String WRAPPED_TYPE = "dev.knative.kafka.event";

  private SourceRecords() {}

  static CloudEvent read(String sourceName, ConsumerRecord<byte[], byte[]> consumed) {
    return Events.read(() -> KafkaMessageFactory.createReader(consumed))
        .orElseGet(() -> wrap(sourceName, consumed));
  }

  private static CloudEvent wrap(String sourceName, ConsumerRecord<byte[], byte[]> consumed) {
    CloudEventBuilder event =
        CloudEventBuilder.v1()
            .withId("partition:%d/offset:%d".formatted(consumed.partition(), consumed.offset()))
            .withSource(
                URI.create(
                    "/apis/v1/namespaces/%s/kafkasources/%s#%s"
                        .formatted(Manifests.NAMESPACE, sourceName, consumed.topic())))
            .withType(WRAPPED_TYPE)
            .withSubject("partition:%d#%d".formatted(consumed.partition(), consumed.offset()))
            .withTime(Instant.ofEpochMilli(consumed.timestamp()).atOffset(ZoneOffset.UTC));
    if (consumed.key() != null) {
      String key = new String(consumed.key(), StandardCharsets.UTF_8);
      event.withExtension("partitionkey", key).withExtension("key", key);
    }
    for (Header header : consumed.headers()) {
      String value =
          header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
      if (header.key().equalsIgnoreCase("content-type")) {
        event.withDataContentType(value.toLowerCase(Locale.ROOT));
      } else {
        event.withExtension("kafkaheader" + attributeName(header.key()), value);
      }
    }
    if (consumed.value() != null) {
      event.withData(consumed.value());
    }
    return event.build();
  }

  private static String attributeName(String header) {
    return header.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
