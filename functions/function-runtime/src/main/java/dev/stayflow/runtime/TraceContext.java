package dev.stayflow.runtime;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;

/** The trace that the current request belongs to, in the form that travels in events. */
public final class TraceContext {
  private TraceContext() {}

  /** The W3C {@code traceparent} of the current span, or nothing outside of a request. */
  public static Optional<String> traceparent() {
    return Optional.of(Span.current().getSpanContext())
        .filter(SpanContext::isValid)
        .map(TraceContext::traceparent);
  }

  static String traceparent(SpanContext span) {
    return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-" + span.getTraceFlags().asHex();
  }
}
