package dev.stayflow.runtime;

import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes one call to the function and its answer back: refuses what the function could not read,
 * traces, counts and logs.
 */
final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);

  /** Counted when there was nobody left to answer; nginx made this number known. */
  private static final int CLIENT_WENT_AWAY = 499;

  private final Application application;
  private final Admission admission;
  private final Optional<DevelopmentExample> example;
  private final Tracing tracing;
  private final Metrics metrics;
  private final JsonMapper mapper;

  Door(
      Application application,
      Admission admission,
      Optional<DevelopmentExample> example,
      Tracing tracing,
      Metrics metrics) {
    this.application = application;
    this.admission = admission;
    this.example = example;
    this.tracing = tracing;
    this.metrics = metrics;
    this.mapper = application.mapper();
  }

  /** A call that is on its way to us still. */
  interface Arrival {
    /**
     * The whole of it.
     *
     * @throws IOException when it does not arrive
     */
    Call call() throws IOException;
  }

  Answer answer(Arrival arrival) throws IOException {
    long begun = System.nanoTime();
    int status = CLIENT_WENT_AWAY;
    metrics.begun();
    try {
      Call call = arrival.call();
      Optional<Response> refusal = admission.refusal(call);
      Answer answer =
          refusal.isPresent()
              ? traced(call, null, begun, () -> Answer.of(refusal.get(), mapper))
              : enter(example.map(own -> own.insteadOfDefaults(call)).orElse(call), begun);
      status = answer.status();
      return answer;
    } finally {
      metrics.answered(status, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private interface Step {
    Answer answer();
  }

  private Answer enter(Call call, long begun) {
    if (application.takesEvents()) {
      CloudEvent event;
      try {
        event = EventConverter.event(call.headers(), call.body());
      } catch (BrokenEvent broken) {
        return traced(call, null, begun, () -> Answer.of(Problems.brokenEvent(broken), mapper));
      }
      return traced(call, event, begun, () -> application.call(event));
    }
    Request request =
        application.requests().request(call.method(), call.path(), call.headers(), call.body());
    return traced(call, null, begun, () -> application.call(request));
  }

  private Answer traced(Call call, @Nullable CloudEvent event, long begun, Step step) {
    try (var span = tracing.open(call.method(), call.headers(), event)) {
      Answer answer;
      try {
        answer = step.answer();
      } catch (RuntimeException | StackOverflowError fault) {
        span.failed(fault);
        answer = Answer.of(faulty(fault), mapper);
      }
      span.answered(answer.status());
      log(call, event, answer.status(), begun);
      return answer;
    }
  }

  private static Response faulty(Throwable fault) {
    if (Faults.isUnavailability(fault)) {
      // Many requests meet the same outage; the reason is enough, without its stack trace.
      LOG.atWarn()
          .addKeyValue("reason", Faults.reason(fault))
          .log("something that the function needs is away");
      return Response.retryLater("Something that this needs is away for the moment; try again");
    }
    LOG.atError().setCause(fault).log("the function failed");
    return Response.problem(Problem.of(500, "internal-error", "Something went wrong on our side"));
  }

  private static void log(Call call, @Nullable CloudEvent event, int status, long begun) {
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("method", call.method())
            .addKeyValue("status", status)
            .addKeyValue("ms", Duration.ofNanos(System.nanoTime() - begun).toMillis());
    if (event != null) {
      line =
          line.addKeyValue("event_type", event.getType())
              .addKeyValue("event_id", event.getId())
              .addKeyValue("subject", event.getSubject());
    }
    line.log("answered");
  }
}
