package dev.stayflow.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The engine's benchmarks by name, and those of them that were asked for. */
final class Suite {
  private static final SequencedMap<String, Benchmark> ALL = new LinkedHashMap<>();

  static {
    ALL.put("enqueue_single", Enqueueing.single());
    ALL.put("enqueue_coalesced", Enqueueing.coalesced());
    ALL.put("enqueue_bulk", Enqueueing.bulk());
    ALL.put("process", Processing.withConcurrency(100));
    ALL.put("process_10", Processing.withConcurrency(10));
    ALL.put("end_to_end", new EndToEnd());
    ALL.put("lateness", new Lateness());
    ALL.put("recovery", new Recovery());
    ALL.put("memory", new Memory());
  }

  private final SequencedMap<String, Benchmark> chosen;
  private final Sizes sizes;

  private Suite(SequencedMap<String, Benchmark> chosen, Sizes sizes) {
    this.chosen = chosen;
    this.sizes = sizes;
  }

  static Suite all(Sizes sizes) {
    return new Suite(ALL, sizes);
  }

  /**
   * Some of them, in their own order.
   *
   * @throws BenchFailure when a name is none
   */
  static Suite only(List<String> names, Sizes sizes) {
    var unknown = new ArrayList<>(names);
    unknown.removeAll(ALL.keySet());
    if (!unknown.isEmpty()) {
      throw new BenchFailure(
          "There is no benchmark %s; there are %s"
              .formatted(String.join(", ", unknown), String.join(", ", ALL.keySet())));
    }
    var chosen = new LinkedHashMap<>(ALL);
    chosen.keySet().retainAll(names);
    return new Suite(chosen, sizes);
  }

  /** Without these, which do not depend on how Redis keeps its data. */
  Suite without(String... names) {
    var rest = new LinkedHashMap<>(chosen);
    rest.keySet().removeAll(List.of(names));
    return new Suite(rest, sizes);
  }

  void run(RedisUnderTest redis, Report report) throws InterruptedException {
    report.comment(redis.description());
    var yardstick = new Yardstick();
    for (Map.Entry<String, Benchmark> benchmark : chosen.entrySet()) {
      yardstick.take(redis, sizes);
      report.progress("Measuring " + benchmark.getKey());
      benchmark.getValue().run(redis, sizes, report);
      redis.clear();
    }
    yardstick.take(redis, sizes);
    yardstick.report(report);
  }
}
