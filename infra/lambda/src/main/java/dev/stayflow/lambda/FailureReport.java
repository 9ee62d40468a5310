package dev.stayflow.lambda;

import java.util.List;
import java.util.Map;

/**
 * How failures within a batch are told. Lambda reads a list of them only where the event source
 * says {@code ReportBatchItemFailures}; elsewhere it would take the list for success, and what
 * failed would be lost. So a list is given only when {@code BATCH_FAILURES=items} says that this is
 * so, and otherwise the whole batch fails.
 */
enum FailureReport {
  ITEMS,
  WHOLE;

  static FailureReport fromEnvironment() {
    return of(System.getenv());
  }

  static FailureReport of(Map<String, String> environment) {
    String wanted = environment.getOrDefault("BATCH_FAILURES", "whole").strip();
    return switch (wanted) {
      case "items" -> ITEMS;
      case "whole", "" -> WHOLE;
      default ->
          throw new IllegalStateException(
              "BATCH_FAILURES: '%s' is not right; expected items or whole".formatted(wanted));
    };
  }

  /**
   * Ends the invocation where a list would not be read.
   *
   * @param failed what failed, for people
   * @throws FunctionFailed when it makes the whole batch fail
   */
  void check(List<String> failed) {
    if (this == WHOLE && !failed.isEmpty()) {
      throw new FunctionFailed("the batch is to be delivered again; failed: " + failed);
    }
  }
}
