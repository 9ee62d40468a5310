package dev.stayflow.runtime;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.context.support.GenericApplicationContext;

/**
 * An event function for the tests: the event's subject says what it is to do; what it has noted it
 * publishes, if it has a sink.
 */
final class TakeNote implements Function<CloudEvent, Response> {
  static final FunctionWiring WIRING = (context, settings) -> register(context, settings, false);
  static final FunctionWiring WITH_SINK = (context, settings) -> register(context, settings, true);

  private final Optional<EventSink> sink;

  private TakeNote(Optional<EventSink> sink) {
    this.sink = sink;
  }

  private static void register(
      GenericApplicationContext context, Settings settings, boolean withSink) {
    if (withSink) {
      EventSink.register(context, settings);
    }
    context.registerBean(
        "takeNote",
        TakeNote.class,
        () ->
            new TakeNote(
                withSink ? Optional.of(context.getBean(EventSink.class)) : Optional.empty()));
  }

  @Override
  public Response apply(CloudEvent event) {
    return switch (Objects.requireNonNullElse(event.getSubject(), "")) {
      case "too early" -> Response.retryLater("the deadline has not passed");
      case "database away" ->
          throw new IllegalStateException(new SQLTransientConnectionException("no connection"));
      case "broker away" -> throw new Unavailable("Kafka", new IllegalStateException());
      case "fault" -> throw new IllegalStateException("not foreseen");
      case "not ours" -> Response.problem(Problem.of(422, "unknown-order", "No such order"));
      default -> note(event);
    };
  }

  private Response note(CloudEvent event) {
    sink.ifPresent(
        to ->
            to.publish(
                CloudEventBuilder.from(event)
                    .withType("noted")
                    .withExtension("traceparent", TraceContext.traceparent().orElseThrow())
                    .build(),
                Duration.ofSeconds(5)));
    return Response.done();
  }
}
