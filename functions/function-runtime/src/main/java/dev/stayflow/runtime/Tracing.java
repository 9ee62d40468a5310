package dev.stayflow.runtime;

import io.cloudevents.CloudEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One server span a request, told to an OpenTelemetry collector when {@code
 * OTEL_EXPORTER_OTLP_ENDPOINT} names one and known to events and log lines in any case. The SDK's
 * own variables ({@code OTEL_TRACES_SAMPLER}, {@code OTEL_SERVICE_NAME}, ...) hold.
 */
final class Tracing implements AutoCloseable {
  private static final TextMapGetter<Map<String, String>> BY_NAME =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> headers) {
          return headers.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
          return headers == null ? null : headers.get(name);
        }
      };

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private final String function;

  private Tracing(OpenTelemetrySdk sdk, String function) {
    this.sdk = sdk;
    this.tracer = sdk.getTracer("dev.stayflow.runtime");
    this.function = function;
  }

  /**
   * Reads the {@code OTEL_} variables; what is wrong with them becomes a problem of the settings.
   */
  static Tracing from(String function, Settings settings) {
    Map<String, String> properties = properties(function, settings);
    try {
      return new Tracing(sdk(properties), function);
    } catch (ConfigurationException wrong) {
      settings.problem("OTEL_: " + wrong.getMessage());
      return new Tracing(OpenTelemetrySdk.builder().build(), function);
    }
  }

  private static OpenTelemetrySdk sdk(Map<String, String> properties) {
    return AutoConfiguredOpenTelemetrySdk.builder()
        .disableShutdownHook()
        .addPropertiesCustomizer(environment -> properties)
        .build()
        .getOpenTelemetrySdk();
  }

  private static Map<String, String> properties(String function, Settings settings) {
    var properties = new HashMap<String, String>();
    properties.put("otel.service.name", function);
    properties.put("otel.exporter.otlp.protocol", "http/protobuf");
    // Trying again would hold up the end of the process for seconds when the collector is away.
    properties.put("otel.java.exporter.otlp.retry.disabled", "true");
    properties.put("otel.metrics.exporter", "none");
    properties.put("otel.logs.exporter", "none");
    settings
        .startingWith("OTEL_")
        .forEach(
            (name, value) ->
                properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value));
    if (!properties.containsKey("otel.exporter.otlp.endpoint")
        && !properties.containsKey("otel.exporter.otlp.traces.endpoint")) {
      properties.put("otel.traces.exporter", "none");
    }
    return properties;
  }

  OpenTelemetrySdk sdk() {
    return sdk;
  }

  /**
   * Opens the request's span as a child of the event's {@code traceparent} extension if it has one
   * (a Broker mixes up the headers), else of the header.
   *
   * @param event nothing for a plain request
   */
  Current open(String method, Map<String, String> headers, @Nullable CloudEvent event) {
    Object extension = event == null ? null : event.getExtension("traceparent");
    Map<String, String> carrier =
        extension == null ? headers : Map.of("traceparent", extension.toString());
    Context parent =
        W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, BY_NAME);
    Span span =
        tracer
            .spanBuilder(event == null ? method + " " + function : function + " " + event.getType())
            .setParent(parent)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", method)
            .startSpan();
    return new Current(span);
  }

  @Override
  public void close() {
    sdk.close();
  }

  /**
   * The span of the request that this thread answers; its ids stand in every log line until it is
   * closed.
   */
  static final class Current implements AutoCloseable {
    private final Span span;
    private final Scope scope;

    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    private Current(Span span) {
      this.span = span;
      this.scope = span.makeCurrent();
      MDC.put("trace_id", span.getSpanContext().getTraceId());
      MDC.put("span_id", span.getSpanContext().getSpanId());
    }

    void answered(int status) {
      span.setAttribute("http.response.status_code", status);
      if (status >= 500) {
        span.setStatus(StatusCode.ERROR);
      }
    }

    void failed(Throwable fault) {
      span.setAttribute("error.type", Objects.requireNonNull(fault.getClass().getName()));
    }

    @Override
    public void close() {
      MDC.remove("trace_id");
      MDC.remove("span_id");
      scope.close();
      span.end();
    }
  }
}
