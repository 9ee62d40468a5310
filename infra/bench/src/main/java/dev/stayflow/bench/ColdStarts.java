package dev.stayflow.bench;

import dev.stayflow.images.training.FirstRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The starts of one function, in turn with those of its stock jar, so that a noisy spell of the
 * machine meets both.
 *
 * @param runs how often each is started
 * @param logs the folder that takes what the processes say
 */
record ColdStarts(String function, int runs, Path logs) {

  /** Where a process may run. */
  private enum Cores {
    TWO("0,1", ""),
    ONE("0", "one_core.");

    private final String list;
    private final String part;

    Cores(String list, String part) {
      this.list = list;
      this.part = part;
    }
  }

  private record Series(List<ColdStart> shipped, List<ColdStart> stock) {}

  void run(Contenders contenders, Report report) {
    try (var first = FirstRequest.of(function)) {
      var shipped = contenders.shipped(function, first.settings());
      var stock = contenders.stock(function, first.settings());
      report.progress("Starting " + function);
      // neither has to read its files from a disk later
      start(shipped, first, Cores.TWO, "shipped");
      start(stock, first, Cores.TWO, "stock");
      var series = new EnumMap<Cores, Series>(Cores.class);
      for (var run = 0; run < runs; run++) {
        for (var cores : Cores.values()) {
          var both =
              series.computeIfAbsent(cores, _ -> new Series(new ArrayList<>(), new ArrayList<>()));
          both.shipped().add(start(shipped, first, cores, "shipped"));
          both.stock().add(start(stock, first, cores, "stock"));
        }
      }
      series.forEach((cores, both) -> tell(report, cores, both));
      report.figure(name("image_mb"), shipped.imageMegabytes(), "MB");
      report.figure(name("stock_image_mb"), stock.imageMegabytes(), "MB");
      ColdStartGoals.tell(function, report);
    }
  }

  private ColdStart start(Contender contender, FirstRequest first, Cores cores, String kind) {
    var log = logs.resolve(function + "." + kind + ".log");
    return ColdStart.measure(contender, cores.list, first.prepare(), first.status(), log);
  }

  private void tell(Report report, Cores cores, Series both) {
    var millis = name(cores.part + "ms");
    var stock = name(cores.part + "stock_ms");
    report.figure(millis, samples(both.shipped(), ColdStart::millis), "ms");
    report.figure(stock, samples(both.stock(), ColdStart::millis), "ms");
    report.figure(name(cores.part + "ratio"), report.value(stock) / report.value(millis), "x");
    compare(report, cores.part, both, ColdStart::cpuSeconds, "cpu_s", "s");
    compare(report, cores.part, both, ColdStart::residentMegabytes, "rss_mb", "MB");
  }

  private void compare(
      Report report,
      String part,
      Series both,
      ToDoubleFunction<ColdStart> cost,
      String line,
      String unit) {
    report.figure(name(part + line), samples(both.shipped(), cost).median(), unit);
    report.figure(name(part + "stock_" + line), samples(both.stock(), cost).median(), unit);
  }

  private String name(String line) {
    return "coldstart." + function + "." + line;
  }

  private static Samples samples(List<ColdStart> starts, ToDoubleFunction<ColdStart> part) {
    return Samples.of(starts.stream().mapToDouble(part).boxed().toList());
  }
}
