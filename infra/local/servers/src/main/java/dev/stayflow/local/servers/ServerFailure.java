package dev.stayflow.local.servers;

/**
 * A local server that cannot run; the message says what is wrong, where, and what to do about it.
 */
public sealed class ServerFailure extends RuntimeException permits PortTaken {
  ServerFailure(String message) {
    super(message);
  }

  ServerFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
