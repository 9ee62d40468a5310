package dev.stayflow.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The same measurements on few orders and on many. */
final class OrderStages {
  private static final String FEW = "few";
  private static final String RECONCILING = "reconcile-orders";

  /** What is measured unless some are chosen, in this order. */
  static final List<String> ALL =
      Stream.concat(
              Arrays.stream(MeasuredCall.values()).map(MeasuredCall::title), Stream.of(RECONCILING))
          .toList();

  private final OrderData data;
  private final FunctionProcesses functions;
  private final Sizes sizes;
  private final List<String> chosen;
  private final Report report;
  private final Optional<Path> profiles;
  private final OrderCalls calls = new OrderCalls();
  private int loaded;
  private int waiting;
  private int overdue;

  /**
   * Loads nothing yet.
   *
   * @param chosen of {@link #ALL}
   * @param profiles where flight recordings go, if they are made
   */
  OrderStages(
      OrderData data,
      FunctionProcesses functions,
      Sizes sizes,
      List<String> chosen,
      Report report,
      Optional<Path> profiles) {
    this.data = data;
    this.functions = functions;
    this.sizes = sizes;
    this.chosen = chosen;
    this.report = report;
    this.profiles = profiles;
  }

  /**
   * Some of {@link #ALL}.
   *
   * @throws BenchFailure when there is no such call
   */
  static List<String> chosen(List<String> titles) {
    for (var title : titles) {
      if (!ALL.contains(title)) {
        throw new BenchFailure(
            "There is no call \"%s\"; there are %s".formatted(title, String.join(", ", ALL)));
      }
    }
    return ALL.stream().filter(titles::contains).toList();
  }

  /**
   * Measures both and says how cost grew.
   *
   * @param overdueShare one in so many is overdue when they are reconciled
   */
  void run(int few, int many, int overdueShare) throws InterruptedException {
    report.variant(FEW);
    stage(few, overdueShare, Optional.empty());
    report.variant("");
    stage(many, overdueShare, profiles);
    chosen.forEach(this::grew);
  }

  private void stage(int orders, int overdueShare, Optional<Path> recordings)
      throws InterruptedException {
    var began = System.nanoTime();
    report.progress("Loading up to %d orders".formatted(orders));
    if (orders > loaded) {
      data.load(loaded, orders);
      loaded = orders;
    }
    var more = waiting + CallBenchmark.most(MeasuredCall.PAYMENT_UPDATE, sizes);
    data.loadWaiting(waiting, more);
    waiting = more;
    report.comment(
        String.format(
            Locale.ROOT,
            "%d orders, %d of them waiting for money, loaded in %.0f s",
            data.orders(),
            waiting,
            (System.nanoTime() - began) / 1e9));
    for (var kind : MeasuredCall.values()) {
      if (chosen.contains(kind.title())) {
        measure(kind, orders, recordings);
      }
    }
    data.forgetCreated();
    if (chosen.contains(RECONCILING)) {
      reconcile(orders / overdueShare);
    }
  }

  private void reconcile(int more) throws InterruptedException {
    report.progress("Measuring reconcile-orders");
    data.loadOverdue(overdue, overdue + more);
    overdue += more;
    new Reconciling(data, functions).run(report);
    data.forgetEvents();
  }

  private void measure(MeasuredCall kind, int orders, Optional<Path> recordings)
      throws InterruptedException {
    report.progress("Measuring " + kind.title());
    var profile = recordings.map(path -> new Profile(path.resolve(kind.title() + ".jfr")));
    try (var benchmark =
        new CallBenchmark(
            kind,
            calls.of(kind, orders, data.firstId()),
            data,
            functions,
            sizes,
            profile.map(Profile::flags).orElse(List.of()))) {
      benchmark.run(report);
      if (profile.isPresent()) {
        profile.get().tell(benchmark.function(), report);
      }
    }
  }

  private void grew(String title) {
    report.figure(
        "orders." + title + ".growth",
        report.value("orders." + FEW + "." + title + ".per_s")
            / report.value("orders." + title + ".per_s"),
        "times_slower");
  }
}
