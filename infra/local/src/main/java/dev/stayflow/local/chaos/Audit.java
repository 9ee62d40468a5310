package dev.stayflow.local.chaos;

import dev.stayflow.local.chaos.Client.Reply;
import dev.stayflow.local.chaos.Database.Payment;
import dev.stayflow.local.stack.RunningStack;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    findings.lost("order open past its deadline", database.all(Database.OPEN_PAST_DEADLINE));
    findings.lost("money to go back, and still here", database.all(Database.NOT_GIVEN_BACK));
    findings.lost("money kept for nothing", database.all(Database.KEPT_FOR_NOTHING));
    findings.lost("event left in the outbox", database.all(Database.LEFT_IN_OUTBOX));
    findings.lost("events not handled", lags());
    findings.doubled("nights held by two orders", database.all(Database.HELD_TWICE));
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
      if (theirs.isPresent() && theirs.get().text("status").equals("PAID")) {
        compare(number, ours, theirs.get(), findings);
      }
    }
  }

  private void compare(String number, Map<String, Payment> ours, Reply theirs, Findings findings)
      throws InterruptedException {
    var payment = ours.get(number);
    var about = List.of(theirs.text("orderSn") + " " + number);
    if (payment == null || payment.status() < SUCCESS) {
      findings.lost("the provider took money and nobody knows", about);
    } else if (payment.paid() != theirs.body().path("amount").asLong()) {
      findings.lost("the provider took another amount", about);
    } else if (payment.back() != givenBack(number)) {
      findings.lost("the provider gave back another amount", about);
    }
  }

  private long givenBack(String number) throws InterruptedException {
    var path = "/v1/payments/%s/refunds/%s".formatted(number, number.replaceFirst("PMT", "RFD"));
    return client
        .get(stack.uri("sandbox").resolve(path))
        .filter(refund -> refund.status() == 200)
        .map(refund -> refund.body().path("amount").asLong())
        .orElse(0L);
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
