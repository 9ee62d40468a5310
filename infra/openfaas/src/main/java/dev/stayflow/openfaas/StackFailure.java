package dev.stayflow.openfaas;

/** Something is wrong with a stack file or a setting; the message is for people. */
final class StackFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  StackFailure(String message) {
    super(message);
  }
}
