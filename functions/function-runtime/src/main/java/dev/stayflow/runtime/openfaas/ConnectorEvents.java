package dev.stayflow.runtime.openfaas;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Turns what OpenFaaS's connectors send into CloudEvents over HTTP. They know nothing of
 * CloudEvents: the Kafka connector sends a record's value as the body, and each of its headers with
 * {@code X-Kafka-} before its name; the cron connector sends nothing but its own name. The body
 * stays as it is in any case.
 *
 * <p>What is no CloudEvent becomes one of the types that Knative's own sources give it, so that a
 * function cannot tell the hosts apart.
 */
public final class ConnectorEvents {
  private static final String RECORD_HEADER = "x-kafka-";
  private static final String ATTRIBUTE = RECORD_HEADER + "ce_";
  private static final String RECORD_CONTENT_TYPE = RECORD_HEADER + "content-type";
  private static final String PLAIN_RECORD = "dev.knative.kafka.event";
  private static final String TICK = "dev.knative.sources.ping";

  private final Supplier<String> ids;

  /**
   * @param ids of events whose sender gives them none
   */
  public ConnectorEvents(Supplier<String> ids) {
    this.ids = ids;
  }

  /**
   * The headers of the CloudEvent that a connector meant, or those that came when no connector sent
   * them. A record that claims to be an event and lacks some of it stays one that lacks it.
   *
   * @param headers by lower-case name
   */
  public Map<String, String> headers(Map<String, String> headers) {
    if (isEvent(headers)) {
      return headers;
    }
    if (headers.containsKey("x-topic") && headers.containsKey("x-kafka-offset")) {
      return ofRecord(headers);
    }
    return "cron-connector".equals(headers.get("x-connector")) ? ofTick(headers) : headers;
  }

  private static boolean isEvent(Map<String, String> headers) {
    return headers.containsKey("ce-specversion")
        || headers.getOrDefault("content-type", "").startsWith("application/cloudevents");
  }

  private static Map<String, String> ofRecord(Map<String, String> headers) {
    var event = new LinkedHashMap<>(headers);
    // The connector's own is one for all records, text/plain unless its chart says otherwise.
    event.remove("content-type");
    String recordType = headers.get(RECORD_CONTENT_TYPE);
    if (recordType != null) {
      event.put("content-type", recordType);
    }
    if (isEvent(event)) {
      return event;
    }
    var attributes = new LinkedHashMap<String, String>();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(ATTRIBUTE)) {
            attributes.put("ce-" + name.substring(ATTRIBUTE.length()), value);
          }
        });
    event.putAll(attributes.isEmpty() ? plain(headers) : attributes);
    return event;
  }

  /** Its place in its topic is its id, so a repeat is a repeat. */
  private static Map<String, String> plain(Map<String, String> headers) {
    return Map.of(
        "ce-specversion",
        "1.0",
        "ce-id",
        "partition:%s/offset:%s"
            .formatted(
                headers.getOrDefault("x-kafka-partition", "0"), headers.get("x-kafka-offset")),
        "ce-source",
        "/openfaas/kafka-connector#" + headers.get("x-topic"),
        "ce-type",
        PLAIN_RECORD);
  }

  private Map<String, String> ofTick(Map<String, String> headers) {
    var event = new LinkedHashMap<>(headers);
    event.put("ce-specversion", "1.0");
    event.put("ce-id", ids.get());
    event.put("ce-source", "/openfaas/cron-connector");
    event.put("ce-type", TICK);
    return event;
  }
}
