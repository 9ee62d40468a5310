package dev.stayflow.model;

import tools.jackson.databind.JsonNode;

/**
 * What the payment provider has of a payment, or has to have.
 *
 * @param status OPEN, PAID, or ENDED without money
 */
record Account(String status, long taken, long back) {

  /** As the provider's answer tells it. */
  static Account of(JsonNode answer) {
    String status = answer.path("status").asString();
    return switch (status) {
      case "PAID" ->
          new Account(
              status, answer.path("amount").asLong(), answer.path("refundedAmount").asLong());
      case "FAILED", "CLOSED" -> new Account("ENDED", 0, 0);
      default -> new Account(status, 0, 0);
    };
  }
}
