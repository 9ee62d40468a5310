package dev.stayflow.dispatcher;

import io.cloudevents.CloudEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One span a delivery, in the trace of the event's own {@code traceparent} extension (a Broker
 * mixes up the headers). Exported when {@code OTEL_EXPORTER_OTLP_ENDPOINT} names a collector.
 */
final class Tracing implements AutoCloseable {
  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final TextMapGetter<CloudEvent> EXTENSIONS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(CloudEvent event) {
          return event.getExtensionNames();
        }

        @Override
        public @Nullable String get(@Nullable CloudEvent event, String name) {
          var value = event == null ? null : event.getExtension(name);
          return value == null ? null : value.toString();
        }
      };

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;

  Tracing(Map<String, String> settings) {
    this.sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesCustomizer(_ -> settings)
            .build()
            .getOpenTelemetrySdk();
    this.tracer = sdk.getTracer("dev.stayflow.dispatcher");
  }

  /** OpenTelemetry's own variables as its properties, completed by this service's defaults. */
  static Map<String, String> settings(Map<String, String> environment) {
    var settings = new HashMap<String, String>();
    settings.put("otel.service.name", "dispatcher");
    settings.put("otel.exporter.otlp.protocol", "http/protobuf");
    settings.put("otel.metrics.exporter", "none");
    settings.put("otel.logs.exporter", "none");
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_") && !value.isBlank()) {
            settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    if (!settings.containsKey("otel.exporter.otlp.endpoint")
        && !settings.containsKey("otel.exporter.otlp.traces.endpoint")) {
      settings.put("otel.traces.exporter", "none");
    }
    return Map.copyOf(settings);
  }

  /** A span in the trace that the event belongs to, or the first of a new trace. */
  Span delivery(CloudEvent event) {
    return tracer
        .spanBuilder("deliver " + event.getType())
        .setParent(W3C.extract(Context.root(), event, EXTENSIONS))
        .setSpanKind(SpanKind.PRODUCER)
        .startSpan();
  }

  /** The headers that make the receiver's span a child of this one. */
  static void headers(Span span, BiConsumer<String, String> header) {
    W3C.inject(
        Context.root().with(span),
        header,
        (carrier, name, value) -> {
          if (carrier != null) {
            carrier.accept(name, value);
          }
        });
  }

  /** The trace that an event belongs to, or empty. */
  static String traceOf(CloudEvent event) {
    var context = Span.fromContext(W3C.extract(Context.root(), event, EXTENSIONS)).getSpanContext();
    return context.isValid() ? context.getTraceId() : "";
  }

  @Override
  public void close() {
    sdk.close();
  }
}
