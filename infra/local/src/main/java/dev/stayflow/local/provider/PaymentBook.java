package dev.stayflow.local.provider;

import dev.stayflow.local.provider.Payment.Completion;
import dev.stayflow.local.provider.Payment.Opening;
import dev.stayflow.local.provider.Payment.Outcome;
import dev.stayflow.local.provider.Payment.Status;
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
import tools.jackson.databind.DeserializationFeature;
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

    /** Decided otherwise before, or closed by the merchant. */
    record Conflict(Status earlier) implements Completed {}

    record Unknown() implements Completed {}
  }

  /** What became of a request to give money back. */
  sealed interface Refunded {
    /** Given back; a repeat of the same request answers the same. */
    record Done(Payment payment, Refund refund, boolean repeated) implements Refunded {}

    record Impossible(String why) implements Refunded {}

    record Unknown() implements Refunded {}
  }

  private final Path directory;
  private final InstantSource clock;
  private final JsonMapper json;
  private final Map<String, Payment> payments = new ConcurrentHashMap<>();

  PaymentBook(Path directory, InstantSource clock, JsonMapper json) {
    this.directory = directory;
    this.clock = clock;
    // Files that an earlier version wrote lack what it did not know.
    this.json =
        json.rebuild().disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES).build();
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
    var completion = payment.completion();
    if (completion != null && completion.outcome() == outcome) {
      return new Completed.Done(payment, true);
    }
    if (payment.status() != Status.OPEN) {
      return new Completed.Conflict(payment.status());
    }
    var decided =
        new Completion(outcome, "TX-" + UUID.randomUUID(), webhookId(), clock.instant(), null);
    return new Completed.Done(write(payment.completed(decided)), false);
  }

  /** From now on nobody can pay it; one that has ended stays as it ended. */
  synchronized Optional<Payment> close(String paymentSn) {
    return find(paymentSn)
        .map(
            payment ->
                payment.status() == Status.OPEN ? write(payment.closed(clock.instant())) : payment);
  }

  synchronized Refunded refund(String paymentSn, Refund.Asking asking) {
    var payment = payments.get(paymentSn);
    if (payment == null) {
      return new Refunded.Unknown();
    }
    var known = payment.refund(asking.refundSn());
    if (known.isPresent()) {
      return known.get().sameAs(asking)
          ? new Refunded.Done(payment, known.get(), true)
          : new Refunded.Impossible("This refundSn is known with other contents.");
    }
    if (payment.status() != Status.PAID) {
      return new Refunded.Impossible("Nobody paid: the payment is " + payment.status() + ".");
    }
    if (!payment.currency().equals(asking.currency()) || payment.left() < asking.amount()) {
      return new Refunded.Impossible(
          "There are %d %s left to give back.".formatted(payment.left(), payment.currency()));
    }
    var refund =
        new Refund(
            asking.refundSn(),
            "RF-" + UUID.randomUUID(),
            asking.amount(),
            asking.currency(),
            asking.reason(),
            webhookId(),
            clock.instant(),
            null);
    return new Refunded.Done(write(payment.refunded(refund)), refund, false);
  }

  private static String webhookId() {
    return "msg_" + UUID.randomUUID();
  }

  /** The merchant has answered 2xx to the webhook. */
  synchronized void delivered(Notice notice) {
    find(notice.data().paymentSn())
        .ifPresent(payment -> write(payment.delivered(notice.webhookId(), clock.instant())));
  }

  Optional<Payment> find(String paymentSn) {
    return Optional.ofNullable(payments.get(paymentSn));
  }

  /** What merchants do not know yet. */
  List<Notice> undelivered() {
    return payments.values().stream().flatMap(Notice::undelivered).toList();
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
