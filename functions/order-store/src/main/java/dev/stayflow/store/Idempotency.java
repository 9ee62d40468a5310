package dev.stayflow.store;

import dev.stayflow.order.IdempotencyKey;
import dev.stayflow.order.StayRequest;

/** How a guest's client calls a request, and what tells that request from another. */
public record Idempotency(IdempotencyKey key, String fingerprint) {

  /** The key of a request. */
  public static Idempotency of(IdempotencyKey key, StayRequest request) {
    return new Idempotency(key, request.fingerprint());
  }
}
