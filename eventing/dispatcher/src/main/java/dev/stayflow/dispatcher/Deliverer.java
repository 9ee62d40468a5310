package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.Outcome;
import dev.stayflow.delayedtasks.TaskHandler;
import dev.stayflow.delayedtasks.TaskRun;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.CloudEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers an event that is due. */
final class Deliverer implements TaskHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  private final Destinations destinations;
  private final Map<String, String> overrides;
  private final Sink sink;
  private final RetryRules rules;
  private final Tracing tracing;
  private final Figures figures;

  Deliverer(
      DispatcherSettings settings, Sink sink, RetryRules rules, Tracing tracing, Figures figures) {
    this.destinations = settings.destinations();
    this.overrides = settings.overrides();
    this.sink = sink;
    this.rules = rules;
    this.tracing = tracing;
    this.figures = figures;
  }

  @Override
  public Outcome handle(TaskRun run) throws InterruptedException {
    var stored = StoredEvent.of(run.task());
    if (stored.isEmpty()) {
      return new Outcome.Archive("is no event; the queues of a dispatcher hold only events");
    }
    var request = stored.get();
    var event = DueEvent.of(request, run, overrides);
    var span = tracing.delivery(event);
    var started = System.nanoTime();
    try {
      var outcome = rules.after(run, deliver(request, event, span));
      var took = Duration.ofNanos(System.nanoTime() - started);
      figures.delivered(run, outcome, took);
      tell(run, event, span, outcome, took);
      return outcome;
    } finally {
      span.end();
    }
  }

  private Answer deliver(CloudEvent request, CloudEvent event, Span span)
      throws InterruptedException {
    var destination = destinations.of(request, event.getType());
    return destination.isEmpty()
        ? new Answer.NotReached("no destination is configured or permitted any more")
        : sink.deliver(event, destination.get(), span);
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
