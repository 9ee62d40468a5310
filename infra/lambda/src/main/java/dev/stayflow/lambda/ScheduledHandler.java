package dev.stayflow.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.stayflow.runtime.HostedFunction;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Schedules of EventBridge, for functions that take any event as the sign to begin: the event is
 * called {@code aws.events.scheduled-event}, its source is the rule, its data nothing.
 */
public final class ScheduledHandler implements RequestHandler<ScheduledEvent, Void> {
  private static final String TYPE = "aws.events.scheduled-event";

  private final LambdaFunction function = LambdaFunction.fromEnvironment();

  /**
   * Lets the function begin.
   *
   * @throws FunctionFailed when it was not taken: Lambda tries again, and then tells its on-failure
   *     destination
   */
  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    HostedFunction.Reply reply = new EventCall(headers(event), new byte[0]).to(function.running());
    if (!reply.isDone()) {
      throw new FunctionFailed("the function answered " + reply.status() + " " + reply.text());
    }
    return null;
  }

  private static Map<String, String> headers(ScheduledEvent event) {
    @Nullable List<String> rules = event.getResources();
    return Map.of(
        "ce-specversion",
        "1.0",
        "ce-type",
        TYPE,
        "ce-id",
        Objects.requireNonNullElse(event.getId(), ""),
        "ce-source",
        rules == null || rules.isEmpty() ? "aws.events" : rules.getFirst());
  }
}
