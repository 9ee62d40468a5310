package dev.stayflow.deploy;

/** What was asked cannot be done; the message says what is wrong and what to do. */
final class DeployFailure extends RuntimeException {
  DeployFailure(String message) {
    super(message);
  }

  DeployFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
