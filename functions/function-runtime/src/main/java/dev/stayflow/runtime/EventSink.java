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
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Sends events to the sink that Knative names: one binary-mode POST each (CloudEvents HTTP
 * binding), as a SinkBinding's {@code K_SINK}, {@code K_CE_OVERRIDES} and {@code K_CA_CERTS} say,
 * with the token that it mounts if there is one. Thread safe; connections are kept and reused.
 */
public final class EventSink implements AutoCloseable {
  private static final Set<Integer> ASKS_FOR_PATIENCE = Set.of(404, 408, 409, 425, 429);
  private static final int LONGEST_REASON = 300;

  private final URI sink;
  private final Map<String, String> overrides;
  private final SinkToken token;
  private final HttpClient http;
  private final Tracer tracer;

  private EventSink(
      URI sink,
      Map<String, String> overrides,
      SinkToken token,
      HttpClient http,
      OpenTelemetry traces) {
    this.sink = sink;
    this.overrides = overrides;
    this.token = token;
    this.http = http;
    this.tracer = traces.getTracer("dev.stayflow.runtime");
  }

  /** A sink at an address that is known already, without overrides and untraced. */
  public static EventSink at(URI sink) {
    return at(sink, SinkToken.MOUNTED);
  }

  static EventSink at(URI sink, SinkToken token) {
    return new EventSink(sink, Map.of(), token, httpClient().build(), OpenTelemetry.noop());
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
        () -> {
          HttpClient.Builder http = httpClient();
          binding.trust().ifPresent(http::sslContext);
          return new EventSink(
              binding.sink(),
              binding.overrides(),
              SinkToken.MOUNTED,
              http.build(),
              context.getBean(OpenTelemetry.class));
        });
  }

  /**
   * Sends one event and waits for the answer. The event's own {@code traceparent} stays as it is;
   * the HTTP header of that name carries the current span.
   *
   * @param limit for connecting, sending and waiting together
   */
  public Publication publish(CloudEvent event, Duration limit) {
    Span span =
        tracer.spanBuilder("publish " + event.getType()).setSpanKind(SpanKind.PRODUCER).startSpan();
    try {
      Publication publication =
          send(request(event, span), System.nanoTime() + limit.toNanos(), true);
      if (!(publication instanceof Publication.Accepted)) {
        span.setStatus(StatusCode.ERROR, publication.toString());
      }
      return publication;
    } finally {
      span.end();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private HttpRequest request(CloudEvent event, Span span) {
    HttpRequest.Builder request = HttpRequest.newBuilder(sink);
    if (span.getSpanContext().isValid()) {
      request.header("traceparent", TraceContext.traceparent(span.getSpanContext()));
    }
    token.authorization().ifPresent(value -> request.header("authorization", value));
    HttpMessageFactory.createWriter(
            request::setHeader,
            body ->
                request.POST(
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)))
        .writeBinary(overridden(event));
    return request.build();
  }

  private CloudEvent overridden(CloudEvent event) {
    if (overrides.isEmpty()) {
      return event;
    }
    CloudEventBuilder copy = CloudEventBuilder.from(event);
    overrides.forEach(copy::withExtension);
    return copy.build();
  }

  /**
   * @param deadline by {@link System#nanoTime}
   * @param again a kept connection may have been closed by the sink in the meantime, which shows
   *     only when it is used; the event is then sent once more on a new one. Should the sink have
   *     taken the first, the event's id tells the repeat
   */
  private Publication send(HttpRequest request, long deadline, boolean again) {
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, EventSink::readUnlessAccepted);
    try {
      return judge(answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      answer.cancel(true);
      return new Publication.Unavailable("the sink did not answer in time");
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      answer.cancel(true);
      return new Publication.Unavailable("interrupted while waiting for the sink");
    } catch (ExecutionException failed) {
      boolean closed =
          failed.getCause() instanceof IOException
              && !(failed.getCause() instanceof ConnectException);
      return closed && again
          ? send(request, deadline, false)
          : new Publication.Unavailable("the sink cannot be reached: " + failed.getCause());
    }
  }

  private static HttpResponse.BodySubscriber<String> readUnlessAccepted(
      HttpResponse.ResponseInfo info) {
    return isAccepted(info.statusCode())
        ? BodySubscribers.replacing("")
        : BodySubscribers.ofString(StandardCharsets.UTF_8);
  }

  private static Publication judge(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (isAccepted(status)) {
      return new Publication.Accepted();
    }
    String said = answer.body().substring(0, Math.min(answer.body().length(), LONGEST_REASON));
    String reason = "the sink answered " + status + (said.isBlank() ? "" : ": " + said);
    return status >= 400 && status < 500 && !ASKS_FOR_PATIENCE.contains(status)
        ? new Publication.Refused(status, reason)
        : new Publication.Unavailable(reason);
  }

  private static boolean isAccepted(int status) {
    return status / 100 == 2;
  }

  private static HttpClient.Builder httpClient() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
  }
}
