package dev.stayflow.local.stack;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known about a part of a stack.
 *
 * @param pid of its process, 0 when there is none
 * @param processStart when that process began, which tells it from a later one of the same pid
 * @param port where it answers, 0 for a part that does not
 * @param restarts how often it was started again
 * @param since when it entered its state
 */
public record PartReport(
    String name,
    PartState state,
    long pid,
    String processStart,
    int port,
    int restarts,
    Instant since) {

  static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  /** The process itself, if it is still running. */
  Optional<ProcessHandle> process() {
    return pid == 0
        ? Optional.empty()
        : ProcessHandle.of(pid).filter(process -> startOf(process).equals(processStart));
  }

  boolean isRunning() {
    return process().isPresent();
  }
}
