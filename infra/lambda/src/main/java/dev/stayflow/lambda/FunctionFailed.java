package dev.stayflow.lambda;

/** Tells Lambda that an invocation failed, so that it tries again as the event source says. */
public final class FunctionFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FunctionFailed(String message) {
    super(message);
  }
}
