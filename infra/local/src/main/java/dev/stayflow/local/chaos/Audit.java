package dev.stayflow.local.chaos;

import dev.stayflow.local.chaos.Client.Reply;
import dev.stayflow.local.chaos.Database.Payment;
import dev.stayflow.local.stack.RunningStack;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Compares what guests know, what the database holds and what the provider's books say. */
final class Audit {
  private static final int SUCCESS = 1;

  private final RunningStack stack;
  private final Client client;
  private final Ledger ledger;

  Audit(RunningStack stack, Client client, Ledger ledger) {
    this.stack = stack;
    this.client = client;
    this.ledger = ledger;
  }

  /** How things stand now; before all is at rest, what is under way counts as lost. */
  Findings take(Database database) throws SQLException, InterruptedException {
    var findings = new Findings();
    compareOrders(database, findings);
    compareMoney(database, findings);
    compareMails(database, findings);
    findings.lost("order open past its deadline", database.all(Database.OPEN_PAST_DEADLINE));
    findings.lost("money to go back, and still here", database.all(Database.NOT_GIVEN_BACK));
    findings.lost("money kept for nothing", database.all(Database.KEPT_FOR_NOTHING));
    findings.lost("event left in the outbox", database.all(Database.LEFT_IN_OUTBOX));
    findings.lost("events not handled", lags());
    findings.doubled("nights held by two orders", database.all(Database.HELD_TWICE));
    findings.forbidden("a step that no order may take", database.all(Database.FORBIDDEN_STEPS));
    findings.doubled("order paid by two payments", database.all(Database.PAID_TWICE));
    findings.doubled("settled too much", database.all(Database.SETTLED_TOO_MUCH));
    findings.doubled("one request, two orders", ledger.broken());
    return findings;
  }

  private void compareOrders(Database database, Findings findings) throws SQLException {
    var known = new HashSet<>(database.all(Database.ORDERS));
    findings.lost(
        "a guest's order that is not there",
        ledger.orders().stream().filter(order -> !known.contains(order)).toList());
    findings.early(
        "closed before its deadline",
        database.all(Database.CLOSED_BEFORE_DEADLINE).stream()
            .filter(order -> !ledger.cancelWasAsked(order))
            .toList());
  }

  private void compareMoney(Database database, Findings findings)
      throws SQLException, InterruptedException {
    var ours = database.payments();
    var numbers = new HashSet<>(ledger.payments());
    numbers.addAll(ours.keySet());
    for (var number : numbers) {
      var theirs = client.get(stack.uri("sandbox").resolve("/v1/payments/" + number));
      if (theirs.isEmpty()) {
        findings.lost("the provider's books are not readable", List.of("at " + number));
        return; // each further one would cost a minute
      }
      compare(number, ours.getOrDefault(number, Payment.NONE), theirs.get(), findings);
    }
  }

  private static void compare(String number, Payment ours, Reply theirs, Findings findings) {
    var about = List.of(theirs.text("orderSn") + " " + number);
    var isPaid = theirs.text("status").equals("PAID");
    var isPaidHere = ours.status() >= SUCCESS;
    if (isPaid && !isPaidHere) {
      findings.lost("the provider took money and nobody knows", about);
    } else if (!isPaid && isPaidHere) {
      findings.lost("paid, and the provider took no money", about);
    } else if (isPaid && ours.paid() != theirs.body().path("amount").asLong()) {
      findings.lost("the provider took another amount", about);
    } else if (ours.back() != theirs.body().path("refundedAmount").asLong()) {
      findings.lost("the provider gave back another amount", about);
    }
  }

  private void compareMails(Database database, Findings findings)
      throws SQLException, InterruptedException {
    var answer = client.get(stack.uri("mailbox").resolve("/mails?limit=5000"));
    if (answer.isEmpty()) {
      findings.lost("mails are not readable", List.of("the mailbox does not answer"));
      return;
    }
    var mails = Mails.of(answer.get().body().path("mails"));
    findings.lost(
        "the guest had no mail",
        database.all(Database.TOLD).stream().filter(news -> !mails.told().contains(news)).toList());
    findings.doubled("told by two mails", mails.twice());
  }

  /** Names of Triggers and sources that have not handled all they were given. */
  private List<String> lags() throws InterruptedException {
    var status = client.get(stack.uri("eventing").resolve("/status"));
    if (status.isEmpty()) {
      return List.of("nobody knows how many");
    }
    var lags = new ArrayList<String>();
    Stream.of("triggers", "kafkaSources")
        .flatMap(kind -> StreamSupport.stream(status.get().body().path(kind).spliterator(), false))
        .filter(reader -> reader.path("lag").asLong() > 0)
        .map(Audit::told)
        .forEach(lags::add);
    return lags;
  }

  private static String told(JsonNode reader) {
    return "%s %d".formatted(reader.path("name").asString(), reader.path("lag").asLong());
  }
}
