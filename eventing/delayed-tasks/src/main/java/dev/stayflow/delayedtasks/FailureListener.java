package dev.stayflow.delayedtasks;

/**
 * Is told of each attempt that fails, in the thread that made it; what it throws is only logged.
 */
@FunctionalInterface
public interface FailureListener {
  void failed(FailedRun failed);
}
