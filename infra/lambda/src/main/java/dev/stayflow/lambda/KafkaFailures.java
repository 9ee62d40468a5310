package dev.stayflow.lambda;

import java.util.List;

/**
 * What Lambda is to deliver again, in the form that it wants for Kafka ({@code
 * ReportBatchItemFailures}); events 3.16 has no class for it.
 */
public record KafkaFailures(List<Failure> batchItemFailures) {
  /** One record. */
  public record Failure(Position itemIdentifier) {}

  /**
   * Where it is.
   *
   * @param partition topic, hyphen and number, as the event names it
   * @param offset Lambda goes on from there
   */
  public record Position(String partition, long offset) {}
}
