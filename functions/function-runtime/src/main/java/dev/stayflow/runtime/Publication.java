package dev.stayflow.runtime;

/** What became of an event that was handed to a sink. */
public sealed interface Publication {
  /** The sink has it: it answered 2xx. */
  record Accepted() implements Publication {}

  /**
   * The sink will never take this event; sending it again is of no use.
   *
   * @param status the sink's HTTP status
   * @param reason for people
   */
  record Refused(int status, String reason) implements Publication {}

  /**
   * The sink could not be asked or asks for patience (404, 408, 409, 425, 429, 5xx, timeout,
   * connection error); sending it again later is right. The sink may nevertheless have stored it.
   *
   * @param reason for people
   */
  record Unavailable(String reason) implements Publication {}
}
