package dev.stayflow.runtime;

/**
 * A fault that will pass by itself: something the function needs is away. Thrown out of a function
 * it becomes 503 with {@code Retry-After}, so that Knative and clients try again.
 */
public class Unavailable extends RuntimeException {
  /**
   * @param what names what is away, for the log; never shown to a client
   */
  public Unavailable(String what, Throwable cause) {
    super(what, cause);
  }
}
