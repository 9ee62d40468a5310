package dev.stayflow.bench;

import java.util.List;
import java.util.Locale;

/** Lets reconcile-orders close orders whose payment deadline has passed, minute after minute. */
final class Reconciling {
  private static final String FUNCTION = "reconcile-orders";
  private static final Call MINUTE =
      new Call(
          """
          ce-specversion: 1.0
          ce-id: bench
          ce-source: /bench
          ce-type: dev.knative.sources.ping
          ce-subject: reconcile-orders
          content-type: application/json
          """,
          "{\"job\": \"reconcile-orders\"}",
          "");

  private final OrderData data;
  private final FunctionProcesses functions;

  Reconciling(OrderData data, FunctionProcesses functions) {
    this.data = data;
    this.functions = functions;
  }

  /** Until none is overdue; the events that a minute brings come one right after the other. */
  void run(Report report) throws InterruptedException {
    var overdue = data.overdue();
    try (var function = functions.start(FUNCTION, List.of())) {
      var cpuBefore = function.cpu();
      var databaseBefore = CpuClock.of(functions.database());
      var began = System.nanoTime();
      var minutes = 0;
      for (var left = overdue; left > 0; minutes++) {
        OneRequest.check(function.port(), MINUTE);
        var now = data.overdue();
        if (now == left) {
          throw new BenchFailure("reconcile-orders closes nothing; %d are left".formatted(left));
        }
        left = now;
      }
      var seconds = (System.nanoTime() - began) / 1e9;
      report.figure("orders.reconcile-orders.overdue", (double) overdue, "orders");
      report.figure("orders.reconcile-orders.s", seconds, "s");
      report.figure("orders.reconcile-orders.per_s", overdue / seconds, "orders/s");
      report.figure("orders.reconcile-orders.runs", (double) minutes, "runs");
      report.comment(
          String.format(
              Locale.ROOT,
              "  processor time an order: %.0f us of the function, %.0f us of PostgreSQL;"
                  + " %d event rows were left behind",
              function.cpu().minus(cpuBefore).toNanos() / 1e3 / overdue,
              (CpuClock.of(functions.database()) - databaseBefore) * 1e6 / overdue,
              data.events()));
    }
  }
}
