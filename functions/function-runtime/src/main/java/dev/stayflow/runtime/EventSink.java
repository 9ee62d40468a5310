package dev.stayflow.runtime;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Sends events to the sink that Knative names: one binary-mode POST each (CloudEvents HTTP
 * binding), as a SinkBinding's {@code K_SINK}, {@code K_CE_OVERRIDES} and {@code K_CA_CERTS} say,
 * with the token that it mounts if there is one. Thread safe; connections are kept and reused.
 */
public final class EventSink {
  private static final Set<Integer> ASKS_FOR_PATIENCE = Set.of(404, 408, 409, 425, 429);
  private static final int LONGEST_REASON = 300;

  /** What is read of an answer; whoever says more finds its connection closed. */
  private static final int READ_OF_ANSWER = 16 * 1024;

  static {
    // Read once by the JDK's client: as many kept connections as a container has requests.
    System.setProperty("http.maxConnections", "20");
  }

  private final URI sink;
  private final Map<String, String> overrides;
  private final SinkToken token;
  private final Optional<SSLSocketFactory> trust;
  private final Tracer tracer;

  private EventSink(
      URI sink,
      Map<String, String> overrides,
      SinkToken token,
      Optional<SSLSocketFactory> trust,
      OpenTelemetry traces) {
    this.sink = sink;
    this.overrides = overrides;
    this.token = token;
    this.trust = trust;
    this.tracer = traces.getTracer("dev.stayflow.runtime");
  }

  /** A sink at an address that is known already, without overrides and untraced. */
  public static EventSink at(URI sink) {
    return at(sink, SinkToken.MOUNTED);
  }

  static EventSink at(URI sink, SinkToken token) {
    return new EventSink(sink, Map.of(), token, Optional.empty(), OpenTelemetry.noop());
  }

  /**
   * Registers the sink as a bean; {@code K_SINK} must then be set. Calling it twice registers it
   * once.
   */
  public static void register(GenericApplicationContext context, Settings settings) {
    if (context.containsBeanDefinition(EventSink.class.getName())) {
      return;
    }
    var binding = SinkBinding.from(settings);
    context.registerBean(
        EventSink.class,
        () ->
            new EventSink(
                binding.sink(),
                binding.overrides(),
                SinkToken.MOUNTED,
                binding.trust(),
                context.getBean(OpenTelemetry.class)));
  }

  /**
   * Sends one event and waits for the answer. The event's own {@code traceparent} stays as it is;
   * the HTTP header of that name carries the current span.
   *
   * @param limit for connecting, and once more for the answer: an address where nobody is costs it
   *     once, a sink that hangs as well
   */
  public Publication publish(CloudEvent event, Duration limit) {
    Span span =
        tracer.spanBuilder("publish " + event.getType()).setSpanKind(SpanKind.PRODUCER).startSpan();
    try {
      Publication publication = send(event, span, limit);
      if (!(publication instanceof Publication.Accepted)) {
        span.setStatus(StatusCode.ERROR, publication.toString());
      }
      return publication;
    } finally {
      span.end();
    }
  }

  /**
   * The JDK's client sends once more when a kept connection turns out to have been closed; should
   * the sink have taken the first, the event's id tells the repeat.
   */
  private Publication send(CloudEvent event, Span span, Duration limit) {
    try {
      HttpURLConnection connection = (HttpURLConnection) sink.toURL().openConnection();
      if (connection instanceof HttpsURLConnection secured) {
        trust.ifPresent(secured::setSSLSocketFactory);
      }
      connection.setInstanceFollowRedirects(false);
      connection.setRequestMethod("POST");
      connection.setConnectTimeout(millis(limit));
      connection.setReadTimeout(millis(limit));
      byte[] data = describe(event, span, connection);
      if (data.length > 0) {
        // Without data nothing is written: the client would call it a form.
        connection.setDoOutput(true);
        connection.getOutputStream().write(data);
      }
      int status = connection.getResponseCode();
      return judge(status, answer(connection, status));
    } catch (SocketTimeoutException late) {
      return new Publication.Unavailable("the sink did not answer in time");
    } catch (IOException failed) {
      return new Publication.Unavailable("the sink cannot be reached: " + failed);
    }
  }

  /** At least one: the client takes 0 for no limit. */
  private static int millis(Duration limit) {
    return Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
  }

  /** Writes the event's attributes into the request's headers and returns its data. */
  private byte[] describe(CloudEvent event, Span span, HttpURLConnection connection) {
    if (span.getSpanContext().isValid()) {
      connection.setRequestProperty("traceparent", TraceContext.traceparent(span.getSpanContext()));
    }
    token.authorization().ifPresent(value -> connection.setRequestProperty("authorization", value));
    byte[][] data = {{}};
    HttpMessageFactory.createWriter(
            connection::setRequestProperty,
            body -> {
              if (body != null) {
                data[0] = body;
              }
            })
        .writeBinary(overridden(event));
    return data[0];
  }

  private CloudEvent overridden(CloudEvent event) {
    if (overrides.isEmpty()) {
      return event;
    }
    CloudEventBuilder copy = CloudEventBuilder.from(event);
    overrides.forEach(copy::withExtension);
    return copy.build();
  }

  /** Reads what was answered, which lets the connection be used again. */
  private static String answer(HttpURLConnection connection, int status) throws IOException {
    @Nullable InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream();
    if (body == null) {
      return "";
    }
    try (body) {
      byte[] said = body.readNBytes(READ_OF_ANSWER);
      return isAccepted(status) ? "" : new String(said, StandardCharsets.UTF_8);
    }
  }

  private static Publication judge(int status, String answer) {
    if (isAccepted(status)) {
      return new Publication.Accepted();
    }
    String said = answer.substring(0, Math.min(answer.length(), LONGEST_REASON));
    String reason = "the sink answered " + status + (said.isBlank() ? "" : ": " + said);
    return status >= 400 && status < 500 && !ASKS_FOR_PATIENCE.contains(status)
        ? new Publication.Refused(status, reason)
        : new Publication.Unavailable(reason);
  }

  private static boolean isAccepted(int status) {
    return status / 100 == 2;
  }
}
