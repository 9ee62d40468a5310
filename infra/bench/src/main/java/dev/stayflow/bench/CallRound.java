package dev.stayflow.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * One round: requests to a function, and the same SQL by the driver alone.
 *
 * @param load what the requests gave
 * @param functionMicros processor time of the function's process for each request
 * @param databaseMicros of PostgreSQL
 * @param sqlPerSecond how many requests' SQL was done a second by the driver alone
 * @param driverMicros processor time of the driver's process for each request's SQL
 * @param sqlDatabaseMicros of PostgreSQL for it
 */
record CallRound(
    Load load,
    double functionMicros,
    double databaseMicros,
    double sqlPerSecond,
    double driverMicros,
    double sqlDatabaseMicros) {

  double ratio() {
    return load.perSecond() / sqlPerSecond;
  }

  static void report(Report report, String name, List<CallRound> rounds) {
    report.figure(name + ".per_s", of(rounds, it -> it.load().perSecond()), "requests/s");
    report.figure(name + ".p50_ms", of(rounds, it -> it.load().millis().quantile(0.5)), "ms");
    report.figure(name + ".p99_ms", of(rounds, it -> it.load().millis().quantile(0.99)), "ms");
    report.figure(name + ".cpu_us", of(rounds, CallRound::functionMicros), "us/request");
    report.figure(name + ".sql_per_s", of(rounds, CallRound::sqlPerSecond), "requests/s");
    report.figure(name + ".ratio", of(rounds, CallRound::ratio), "of_sql_alone");
    report.comment(
        String.format(
            Locale.ROOT,
            "  processor time a request: %.0f us of PostgreSQL; by the driver alone %.0f us there"
                + " and %.0f us here",
            of(rounds, CallRound::databaseMicros).median(),
            of(rounds, CallRound::sqlDatabaseMicros).median(),
            of(rounds, CallRound::driverMicros).median()));
  }

  private static Samples of(List<CallRound> rounds, ToDoubleFunction<CallRound> part) {
    return Samples.of(rounds.stream().mapToDouble(part).boxed().toList());
  }
}
