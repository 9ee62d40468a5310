package dev.stayflow.runtime;

import dev.stayflow.runtime.openfaas.ConnectorEvents;
import java.util.Map;
import java.util.UUID;

/** Who brings events, which decides in what form they may come. */
enum EventsFrom {
  /** Triggers and sources: CloudEvents. */
  KNATIVE,
  /** Beside CloudEvents, what the Kafka and the cron connector send. */
  OPENFAAS;

  /** Only made where it is wanted: each class costs a start some time. */
  private static final class Connectors {
    static final ConnectorEvents EVENTS = new ConnectorEvents(() -> UUID.randomUUID().toString());
  }

  /**
   * The headers of the CloudEvent that the request is.
   *
   * @param headers by lower-case name
   */
  Map<String, String> headers(Map<String, String> headers) {
    return switch (this) {
      case KNATIVE -> headers;
      case OPENFAAS -> Connectors.EVENTS.headers(headers);
    };
  }
}
