package dev.stayflow.order;

import java.util.Arrays;
import java.util.Optional;

/** Where a payment stands. */
public enum PayStatus {
  /** The provider gave up on it; no money moved. */
  FAIL(-1),
  /** Opened; nothing is known yet. */
  WAIT(0),
  /** The money arrived. */
  SUCCESS(1),
  /** Money went back to the guest. */
  REFUND(2);

  private final int code;

  PayStatus(int code) {
    this.code = code;
  }

  /** The number in the database and in plain records of the replaced system. */
  public int code() {
    return code;
  }

  /** The status with that number; empty when there is none. */
  public static Optional<PayStatus> ofCode(int code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }
}
