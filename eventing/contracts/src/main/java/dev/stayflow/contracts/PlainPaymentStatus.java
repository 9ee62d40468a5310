package dev.stayflow.contracts;

/**
 * A payment's fate as the replaced system's producer told it, without amount or payment number.
 *
 * @param payStatus -1 failed, 0 waiting, 1 success, 2 refunded
 */
public record PlainPaymentStatus(String orderSn, int payStatus) {

  /** The CloudEvents type under which KafkaSource delivers a record that is no CloudEvent. */
  public static final String TYPE = "dev.knative.kafka.event";
}
