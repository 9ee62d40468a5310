package dev.stayflow.local.provider;

import dev.stayflow.local.provider.Payment.Completion;
import dev.stayflow.local.provider.Payment.Opening;
import dev.stayflow.local.provider.Payment.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/** Every payment, one JSON file each: what is answered was written before. */
final class PaymentBook {
  private static final String SUFFIX = ".json";

  /** What became of a request to open a payment. */
  sealed interface Opened {
    record Open(Payment payment) implements Opened {}

    /** The number is known with other contents. */
    record NumberTaken() implements Opened {}
  }

  /** What became of the guest's decision. */
  sealed interface Completed {
    /** Decided; a repeat of the same decision answers the same. */
    record Done(Payment payment, boolean repeated) implements Completed {}

    /** Decided otherwise before. */
    record Conflict(Outcome earlier) implements Completed {}

    record Unknown() implements Completed {}
  }

  private final Path directory;
  private final InstantSource clock;
  private final JsonMapper json;
  private final Map<String, Payment> payments = new ConcurrentHashMap<>();

  PaymentBook(Path directory, InstantSource clock, JsonMapper json) {
    this.directory = directory;
    this.clock = clock;
    this.json = json;
    read();
  }

  private void read() {
    try {
      Files.createDirectories(directory);
      try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
        for (var file : files) {
          var payment = json.readValue(Files.readString(file), Payment.class);
          payments.put(payment.paymentSn(), payment);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the payments in " + directory, e);
    }
  }

  synchronized Opened open(Opening opening) {
    var known = payments.get(opening.paymentSn());
    if (known == null) {
      return new Opened.Open(write(Payment.opened(opening)));
    }
    return known.sameAs(opening) ? new Opened.Open(known) : new Opened.NumberTaken();
  }

  synchronized Completed complete(String paymentSn, Outcome outcome) {
    var payment = payments.get(paymentSn);
    if (payment == null) {
      return new Completed.Unknown();
    }
    var earlier = payment.completion();
    if (earlier != null) {
      return earlier.outcome() == outcome
          ? new Completed.Done(payment, true)
          : new Completed.Conflict(earlier.outcome());
    }
    var completion =
        new Completion(
            outcome, "TX-" + UUID.randomUUID(), "msg_" + UUID.randomUUID(), clock.instant(), null);
    return new Completed.Done(write(payment.with(completion)), false);
  }

  /** The merchant has answered 2xx to the webhook. */
  synchronized void delivered(Payment payment, Completion completion) {
    write(
        payment.with(
            new Completion(
                completion.outcome(),
                completion.transactionId(),
                completion.webhookId(),
                completion.occurredAt(),
                clock.instant())));
  }

  Optional<Payment> find(String paymentSn) {
    return Optional.ofNullable(payments.get(paymentSn));
  }

  /** Payments that have ended and whose merchant does not know it yet. */
  List<Payment> undelivered() {
    return payments.values().stream().filter(PaymentBook::isUndelivered).toList();
  }

  private static boolean isUndelivered(Payment payment) {
    var completion = payment.completion();
    return completion != null && completion.deliveredAt() == null;
  }

  private Payment write(Payment payment) {
    var file = directory.resolve(payment.paymentSn() + SUFFIX);
    var fresh = directory.resolve(payment.paymentSn() + ".new");
    try {
      Files.writeString(fresh, json.writeValueAsString(payment));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
    payments.put(payment.paymentSn(), payment);
    return payment;
  }
}
