package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.TaskHandler;
import dev.stayflow.delayedtasks.TaskRun;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.CloudEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers an event that is due. */
final class Deliverer implements TaskHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  private final DeliverySettings settings;
  private final Sink sink;
  private final RetryRules rules;
  private final FailedNotices notices;
  private final Tracing tracing;
  private final Figures figures;

  Deliverer(
      DeliverySettings settings,
      Sink sink,
      RetryRules rules,
      FailedNotices notices,
      Tracing tracing,
      Figures figures) {
    this.settings = settings;
    this.sink = sink;
    this.rules = rules;
    this.notices = notices;
    this.tracing = tracing;
    this.figures = figures;
  }

  @Override
  public Outcome handle(TaskRun run) {
    var request = StoredEvent.of(run.task());
    if (request.isEmpty()) {
      return new Outcome.Archive("is no event; the queues of a dispatcher hold only events");
    }
    try {
      return deliver(request.get(), run);
    } catch (RuntimeException e) {
      return rules.after(run, fault(run, e), Duration.ZERO);
    }
  }

  private Outcome deliver(CloudEvent request, TaskRun run) {
    var delivery = Delivery.of(request, run, settings);
    var span = tracing.delivery(delivery.event());
    var started = System.nanoTime();
    try {
      var answer = answer(run, delivery, span);
      var took = Duration.ofNanos(System.nanoTime() - started);
      if (run.cancelled() || Thread.currentThread().isInterrupted()) {
        return notOurs(run, delivery.event());
      }
      var outcome = notices.before(rules.after(run, answer, took), run, delivery);
      figures.delivered(run, outcome, took);
      tell(run, delivery.event(), span, outcome, took);
      return outcome;
    } finally {
      span.end();
    }
  }

  /** It was cancelled, or handed back to Redis for others: nobody listens to how it ended. */
  private static Outcome notOurs(TaskRun run, CloudEvent event) {
    EventLog.about(LOG.atInfo(), event)
        .addKeyValue("queue", run.task().id().queue())
        .addKeyValue("task", run.task().id().id())
        .addKeyValue("attempt", run.attempt())
        .log("Delivery taken away while it was under way");
    return new Outcome.Later(Duration.ZERO);
  }

  private Answer answer(TaskRun run, Delivery delivery, Span span) {
    try {
      return delivery
          .destination()
          .map(to -> sink.deliver(delivery.event(), to, delivery.within(), span))
          .orElseGet(Answer.NoDestination::new);
    } catch (RuntimeException e) {
      return fault(run, e);
    }
  }

  /** Waits and an end by the rules for deliveries, not by the engine's for handlers that throw. */
  private static Answer fault(TaskRun run, RuntimeException e) {
    LOG.atError()
        .setCause(e)
        .addKeyValue("queue", run.task().id().queue())
        .addKeyValue("task", run.task().id().id())
        .log("The dispatcher failed within a delivery");
    return new Answer.NotReached("the dispatcher failed: " + Answers.oneLine(e.toString()));
  }

  private static void tell(
      TaskRun run, CloudEvent event, Span span, Outcome outcome, Duration took) {
    var line =
        EventLog.about(
                outcome instanceof Outcome.Done ? LOG.atInfo() : LOG.atWarn(),
                event,
                span.getSpanContext().getTraceId())
            .addKeyValue("span_id", span.getSpanContext().getSpanId())
            .addKeyValue("queue", run.task().id().queue())
            .addKeyValue("task", run.task().id().id())
            .addKeyValue("attempt", run.attempt())
            .addKeyValue("late_ms", lateness(run).toMillis())
            .addKeyValue("took_ms", took.toMillis());
    switch (outcome) {
      case Outcome.Done _ -> line.log("Event delivered");
      case Outcome.Retry retry -> {
        span.setStatus(StatusCode.ERROR, retry.reason());
        line.addKeyValue("reason", retry.reason())
            .addKeyValue("again_after", retry.after().toString())
            .log("Event not delivered, to be tried again");
      }
      case Outcome.Later _, Outcome.Revoke _ -> line.log("Event put off");
      case Outcome.Archive archive -> {
        span.setStatus(StatusCode.ERROR, archive.reason());
        line.addKeyValue("reason", archive.reason()).log("Event not delivered, archived");
      }
    }
  }

  static Duration lateness(TaskRun run) {
    return Duration.between(run.dueAt(), run.claimedAt());
  }
}
