package dev.stayflow.reconcileorders;

import dev.stayflow.contracts.EventWriter;
import dev.stayflow.contracts.PaymentStatusChanged;
import dev.stayflow.contracts.RefundRequested;
import dev.stayflow.order.Payment;
import dev.stayflow.store.Outbox;
import dev.stayflow.store.ProviderQuestions;
import dev.stayflow.store.ProviderQuestions.Question;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Payments left waiting and refunds without an answer: their providers are asked, outside of any
 * transaction, and what they say is told as if they had told it themselves. One that does not
 * answer is left alone for the rest of the run, and keeps nobody from asking the others.
 */
final class SilentProviders implements Mending {
  private static final Logger log = LoggerFactory.getLogger(SilentProviders.class);

  /** Asked side by side, so that a provider that is away costs one batch of waiting. */
  private static final int BATCH = 20;

  private final ProviderQuestions questions;
  private final Duration patience;
  private final Inquiry inquiry;
  private final EventWriter events;
  private final Outbox outbox;

  /** Those that were not reached in this run. */
  private final Set<String> silent = new HashSet<>();

  SilentProviders(
      ProviderQuestions questions,
      Duration patience,
      Inquiry inquiry,
      EventWriter events,
      Outbox outbox) {
    this.questions = questions;
    this.patience = patience;
    this.inquiry = inquiry;
    this.events = events;
    this.outbox = outbox;
  }

  private record Asked(Payment payment, Finding finding) {}

  @Override
  public boolean batch(Mended mended) {
    List<Asked> batch = askAll(questions.claim(patience, silent, BATCH));
    List<CloudEvent> told = new ArrayList<>();
    for (Asked asked : batch) {
      count(asked, mended);
      switch (asked.finding()) {
        case Finding.News(PaymentStatusChanged fact) -> {
          told.add(events.write(fact));
          log(Level.INFO, asked, Optional.of(fact.payStatus().name())).log("provider had news");
        }
        case Finding.RefundAskedAgain() ->
            log(Level.WARN, asked, Optional.empty()).log("refund asked for again");
        case Finding.Waiting() ->
            log(Level.INFO, asked, Optional.empty()).log("provider has no news");
        case Finding.RefundRefused(RefundRequested again, String reason) -> {
          told.add(events.write(again));
          log(Level.ERROR, asked, Optional.of(reason)).log("refund refused");
        }
        case Finding.Silence(String reason) -> {
          silent.add(asked.payment().provider());
          log(Level.WARN, asked, Optional.of(reason)).log("provider not reached");
        }
        case Finding.NotConfigured() -> leaveOut(asked.payment().provider());
      }
    }
    outbox.tell(told, PUBLISH_WITHIN);
    return batch.size() == BATCH;
  }

  private List<Asked> askAll(List<Question> batch) {
    List<Future<Asked>> asking;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      asking = batch.stream().map(question -> threads.submit(() -> ask(question))).toList();
    }
    return asking.stream().map(Future::resultNow).toList();
  }

  private Asked ask(Question question) {
    return new Asked(question.payment(), inquiry.make(question));
  }

  private static void count(Asked asked, Mended mended) {
    boolean refund = asked.payment().refundAsked().isPresent();
    switch (asked.finding()) {
      case Finding.News _, Finding.RefundAskedAgain _ ->
          mended.add(refund ? Mended.What.REFUNDS : Mended.What.PAYMENTS, 1);
      case Finding.Waiting _,
          Finding.RefundRefused _,
          Finding.Silence _,
          Finding.NotConfigured _ -> {}
    }
  }

  private void leaveOut(String provider) {
    if (silent.add(provider)) {
      log.atError()
          .addKeyValue("provider", provider)
          .log("PAYMENT_PROVIDERS does not name a provider that has payments of ours");
    }
  }

  private static LoggingEventBuilder log(Level level, Asked asked, Optional<String> what) {
    LoggingEventBuilder line =
        log.atLevel(level)
            .addKeyValue("order_sn", asked.payment().order().value())
            .addKeyValue("payment_sn", asked.payment().sn().value());
    return what.map(text -> line.addKeyValue("answer", text)).orElse(line);
  }
}
