package dev.stayflow.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/** Measures one kind of request beside its SQL alone, in turns. */
final class CallBenchmark implements AutoCloseable {
  /** As many requests as Knative lets into one container at a time. */
  static final int CONNECTIONS = 20;

  private static final Rounds ROUNDS = new Rounds(1, 5, Duration.ofSeconds(15));
  private static final Rounds FEW_ROUNDS = new Rounds(0, 1, Duration.ZERO);
  private static final List<Integer> RAMP = List.of(1, 2, 4, 7, 10, CONNECTIONS);
  private static final int FIRST = 50;

  /**
   * At most; the compiler is done when a round costs no less than nine tenths of the one before.
   */
  private static final int WARM_UPS = 8;

  private static final double WARM = 0.9;
  private static final int RECORDED = 2_000;
  private static final Duration PACED = Duration.ofSeconds(5);

  private final MeasuredCall kind;
  private final IntFunction<Call> calls;
  private final OrderData data;
  private final FunctionProcesses functions;
  private final ServiceProcess function;
  private final Recorder recorder;
  private final SqlAlone sql;
  private final int requests;
  private final Rounds rounds;
  private long leftByFunction;
  private long leftBySql;

  /** Starts the function; each round has the share of the kind's requests. */
  CallBenchmark(
      MeasuredCall kind,
      IntFunction<Call> calls,
      OrderData data,
      FunctionProcesses functions,
      Sizes sizes,
      List<String> flags) {
    this.kind = kind;
    this.calls = calls;
    this.data = data;
    this.functions = functions;
    this.requests = sizes.of(kind.requests());
    this.rounds = sizes.share() < 0.1 ? FEW_ROUNDS : ROUNDS;
    function = functions.start(kind.function(), flags);
    recorder = new Recorder(kind.function(), functions);
    sql = new SqlAlone(functions.database(), FunctionProcesses.POOL);
  }

  /** How many requests are made at most, all rounds together. */
  static int most(MeasuredCall kind, Sizes sizes) {
    return 1
        + 2
            * (RAMP.size() * FIRST
                + sizes.of(kind.requests()) * (WARM_UPS + ROUNDS.warmUps() + ROUNDS.most()));
  }

  ServiceProcess function() {
    return function;
  }

  void run(Report report) throws InterruptedException {
    OneRequest.check(function.port(), calls.apply(0));
    // A process that has just started, on a busy machine, answers a crowd with 503: its pool grows.
    for (var connections : RAMP) {
      Load.closed(function.port(), connections, FIRST, calls);
      recorder.record(connections, FIRST, calls);
    }
    warmUp();
    var repeated = kind.isRepeatable() ? record(Math.min(requests, RECORDED)) : List.<SqlUnit>of();
    var name = "orders." + kind.title();
    CallRound.report(report, name, rounds.of(() -> round(repeated)));
    if (leftByFunction > 0) {
      report.comment("  %d events could not be published at once".formatted(leftByFunction));
    }
    if (leftBySql > 0) {
      report.comment("  %d events were taken off before they came".formatted(leftBySql));
    }
    if (kind == MeasuredCall.ORDER_DETAIL) {
      atHalfLoad(report, name);
    }
  }

  private void warmUp() throws InterruptedException {
    var before = Double.MAX_VALUE;
    for (var i = 0; i < (rounds.warmUps() > 0 ? WARM_UPS : 1); i++) {
      var cpu = function.cpu();
      Load.closed(function.port(), CONNECTIONS, requests, calls);
      var cost = (double) function.cpu().minus(cpu).toNanos();
      if (cost > WARM * before) {
        return;
      }
      before = cost;
    }
  }

  private CallRound round(List<SqlUnit> repeated) throws InterruptedException {
    var functionBefore = function.cpu();
    var databaseBefore = CpuClock.of(functions.database());
    var load = Load.closed(function.port(), CONNECTIONS, requests, calls);
    var functionCpu = function.cpu().minus(functionBefore).toNanos() / 1e9;
    var databaseCpu = CpuClock.of(functions.database()) - databaseBefore;
    leftByFunction += forgetEvents();

    var units = kind.isRepeatable() ? enough(repeated) : record(requests);
    var hereBefore = CpuClock.here();
    databaseBefore = CpuClock.of(functions.database());
    var began = System.nanoTime();
    sql.run(units);
    var seconds = (System.nanoTime() - began) / 1e9;
    var hereCpu = CpuClock.here() - hereBefore;
    var sqlDatabaseCpu = CpuClock.of(functions.database()) - databaseBefore;
    leftBySql += forgetEvents();
    return new CallRound(
        load,
        functionCpu * 1e6 / requests,
        databaseCpu * 1e6 / requests,
        requests / seconds,
        hereCpu * 1e6 / requests,
        sqlDatabaseCpu * 1e6 / requests);
  }

  private long forgetEvents() {
    var left = data.events();
    if (left > 0) {
      data.forgetEvents();
    }
    return left;
  }

  private List<SqlUnit> record(int count) throws InterruptedException {
    return recorder.record(CONNECTIONS, count, calls);
  }

  /** One statement a request. */
  private List<SqlUnit> enough(List<SqlUnit> repeated) {
    var units = new ArrayList<SqlUnit>();
    Collections.nCopies(requests / repeated.size() + 1, repeated).forEach(units::addAll);
    return units.subList(0, requests);
  }

  private void atHalfLoad(Report report, String name) throws InterruptedException {
    var perSecond = report.latest(name + ".per_s") / 2;
    var count = (int) Math.max(requests, perSecond * PACED.toSeconds());
    var paced =
        rounds.of(() -> Load.paced(function.port(), CONNECTIONS, count, perSecond, calls).millis());
    report.figure(
        name + ".half_load_p99_ms",
        Samples.of(paced.stream().map(millis -> millis.quantile(0.99)).toList()),
        "ms");
  }

  @Override
  public void close() {
    sql.close();
    recorder.close();
    function.close();
  }
}
