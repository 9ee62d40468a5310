package dev.stayflow.local.chaos;

import dev.stayflow.local.chaos.Database.Tally;
import dev.stayflow.local.stack.RunningStack;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** One run: load and faults, then rest, then the reckoning. */
final class ChaosRun {
  private static final Duration REST_WITHIN = Duration.ofSeconds(90);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What a PingSource does each minute happens each so many seconds; so does a progress line. */
  private static final int MINUTE = 5;

  /** For so many seconds nothing fails: some guests shall have luck. */
  private static final int QUIET = 5;

  private final RunningStack stack;
  private final ChaosSettings settings;
  private final Duration payWithin;
  private final Ledger ledger = new Ledger();
  private final long began = System.nanoTime();

  ChaosRun(RunningStack stack, ChaosSettings settings, Duration payWithin) {
    this.stack = stack;
    this.settings = settings;
    this.payWithin = payWithin;
  }

  /**
   * Lets it happen.
   *
   * @return whether nothing was lost, doubled or early; it is printed, too
   */
  boolean holds() throws InterruptedException, SQLException {
    var random = new SplittableRandom(settings.seed());
    try (var client = new Client(ledger);
        var crowd = new Crowd(stack, client, ledger, random.split(), payWithin, hosts());
        var faults = new Faults(stack, random.split(), "migrate")) {
      tell("%d processes are ready".formatted(stack.parts().size()));
      load(crowd, faults, client);
      tell("no more faults and guests; waiting for rest");
      var away = faults.endAndAwaitReady();
      crowd.awaitGone(REST_WITHIN);
      var findings = afterRest(client);
      findings.lost("part that does not come back", away);
      var records = Records.read("localhost:" + stack.port("kafka"));
      findings.doubled("told by two events", records.toldTwice());
      findings.lost("dead letter", records.dead());
      var happened = hasHappened(tally());
      return reckoned(findings, records, faults) && happened;
    }
  }

  private Map<Long, Long> hosts() throws SQLException {
    try (var database = new Database(stack.port("postgres"))) {
      database.followOrders();
      return database.hosts();
    }
  }

  private void load(Crowd crowd, Faults faults, Client client) throws InterruptedException {
    for (var second = 0; second < settings.lasts().toSeconds(); second++) {
      if (second == QUIET) {
        faults.begin();
      }
      for (var guest = 0; guest < settings.guestsPerSecond(); guest++) {
        crowd.arrives();
      }
      if (second % MINUTE == MINUTE - 1) {
        Thread.startVirtualThread(() -> send(client, "reconcile-orders", "", PING));
        tell(
            "%d orders, %d faults, the latest: %s"
                .formatted(ledger.orders().size(), faults.count(), faults.latest()));
      }
      client.waits(SECOND);
    }
  }

  private static final String PING = "dev.knative.sources.ping";
  private static final String DAY_ENDED = "dev.stayflow.stay.day-ended.v1";

  private void send(Client client, String service, String path, String type) {
    try {
      client.post(
          stack.uri(service).resolve("/" + path),
          Map.of(),
          "ce-specversion",
          "1.0",
          "ce-id",
          UUID.randomUUID().toString(),
          "ce-source",
          "/chaos",
          "ce-type",
          type);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Once it is at rest all stays are long ago and settled, and it must be at rest once more. */
  private Findings afterRest(Client client) throws InterruptedException, SQLException {
    try (var database = new Database(stack.port("postgres"))) {
      var findings = atRest(client, database, List.of());
      if (findings.none()) {
        tell("at rest; now all stays are over, and settled");
        database.passAllStays();
        send(client, "reconcile-orders", "", PING);
        send(client, "eventing", "stayflow/stayflow", DAY_ENDED);
        findings = atRest(client, database, List.of(Database.NOT_SETTLED));
      }
      return findings;
    }
  }

  private Findings atRest(Client client, Database database, List<String> more)
      throws InterruptedException, SQLException {
    var audit = new Audit(stack, client, ledger);
    var end = System.nanoTime() + REST_WITHIN.toNanos();
    while (true) {
      send(client, "reconcile-orders", "", PING);
      var findings = audit.take(database);
      for (var statement : more) {
        findings.lost("money neither back nor settled", database.all(statement));
      }
      var open = database.all(Database.NOT_YET_DUE).size();
      if ((findings.lost().isEmpty() && open == 0) || System.nanoTime() > end) {
        return findings;
      }
      tell(
          "not at rest: %d orders open, %d things under way"
              .formatted(open, findings.lost().size()));
      client.waits(LOOK_EVERY);
    }
  }

  private boolean reckoned(Findings findings, Records records, Faults faults) {
    findings.all().forEach(System.err::println);
    faults.injected().forEach((fault, times) -> System.out.printf("  %3d x %s%n", times, fault));
    System.out.printf(
        "%norders placed %d, faults injected %d, duplicates absorbed %d, lost %d, doubled %d, early"
            + " %d, forbidden %d%n",
        ledger.orders().size(),
        faults.count(),
        records.repeats() + ledger.repeats(),
        findings.lost().size(),
        findings.doubled().size(),
        findings.early().size(),
        findings.forbidden().size());
    if (!findings.none()) {
      System.err.printf(
          "It does not hold. SEED=%d repeats guests and faults; the logs are in %s.%n",
          settings.seed(), stack.log("supervisor").getParent());
    }
    return findings.none();
  }

  private Tally tally() throws SQLException {
    try (var database = new Database(stack.port("postgres"))) {
      return database.tally();
    }
  }

  /** Where nothing happens nothing can go wrong; a short run may be without luck. */
  private boolean hasHappened(Tally tally) {
    System.out.printf(
        "paid %d, given back %d, cancelled %d, checked in %d, settled %d%n",
        tally.paid(), tally.givenBack(), ledger.cancelled(), tally.checkedIn(), tally.settled());
    var happened =
        ledger.orders().size() > 0
            && tally.paid() > 0
            && tally.givenBack() > 0
            && ledger.cancelled() > 0;
    if (!happened && settings.lasts().compareTo(LONG_ENOUGH) >= 0) {
      System.err.println("That says nothing: orders, paid, given back or cancelled are 0.");
      return false;
    }
    return true;
  }

  private void tell(String what) {
    System.out.printf("%4d s  %s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds(), what);
  }
}
