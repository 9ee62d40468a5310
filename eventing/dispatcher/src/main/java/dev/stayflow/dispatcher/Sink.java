package dev.stayflow.dispatcher;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts events over HTTP in binary mode; connections are kept and reused, redirects not followed.
 */
final class Sink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

  /** So that deliveries find replicas of the sink that are new. */
  private static final Duration CONNECTION_LIVES = Duration.ofMinutes(5);

  private final CloseableHttpClient http;
  private final Signatures signatures;
  private final SinkToken token;
  private final InstantSource clock;
  private final Answers answers;
  private final ScheduledThreadPoolExecutor limits;

  /**
   * A sender.
   *
   * @param connections kept at most, to one destination and to all
   */
  Sink(
      Optional<SSLContext> trust,
      Signatures signatures,
      SinkToken token,
      int connections,
      InstantSource clock) {
    this.http =
        HttpClients.custom()
            .setConnectionManager(connections(trust, connections))
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableAuthCaching()
            .setUserAgent("stayflow-dispatcher")
            .build();
    this.signatures = signatures;
    this.token = token;
    this.clock = clock;
    this.answers = new Answers(clock);
    this.limits =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("delivery-limits").daemon().factory());
    limits.setRemoveOnCancelPolicy(true);
  }

  /**
   * Sends an event within a span and waits for the answer.
   *
   * @param within all of the attempt
   */
  Answer deliver(CloudEvent event, URI destination, Duration within, Span span) {
    var began = System.nanoTime();
    var first = attempt(request(event, destination, within, span), within);
    if (!(first instanceof Tried.Stale) || Thread.currentThread().isInterrupted()) {
      return first.answer();
    }
    var left = within.minusNanos(System.nanoTime() - began);
    return left.toMillis() > 0
        ? attempt(request(event, destination, left, span), left).answer()
        : first.answer();
  }

  private HttpPost request(CloudEvent event, URI destination, Duration within, Span span) {
    var request = new HttpPost(destination);
    request.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.of(within))
            .setConnectionRequestTimeout(Timeout.of(within))
            .build());
    Tracing.headers(span, request::setHeader);
    token.authorization(destination).ifPresent(value -> request.setHeader("authorization", value));
    signatures.sign(event, destination, clock.instant(), request::setHeader);
    HttpMessageFactory.createWriter(
            (name, value) -> {
              if (!name.equalsIgnoreCase("content-type")) {
                request.setHeader(name, value);
              }
            },
            body -> request.setEntity(new ByteArrayEntity(body == null ? new byte[0] : body, null)))
        .writeBinary(event);
    var type = event.getDataContentType();
    if (type != null) {
      request.setHeader("content-type", type);
    }
    return request;
  }

  /** How one request ended. */
  private sealed interface Tried {
    Answer answer();

    record Ended(Answer answer) implements Tried {}

    /**
     * A kept connection may have been closed by the sink meanwhile, which shows only when it is
     * used: the event is then sent once more on a new one.
     */
    record Stale(Answer answer) implements Tried {}
  }

  private Tried attempt(HttpPost request, Duration within) {
    var late = new AtomicBoolean();
    var context = HttpClientContext.create();
    var limit =
        limits.schedule(() -> cutOff(request, late), within.toMillis(), TimeUnit.MILLISECONDS);
    try {
      var response = http.executeOpen(null, request, context);
      var answer = answers.read(response);
      end(response);
      return new Tried.Ended(answer);
    } catch (IOException e) {
      return late.get() || e instanceof SocketTimeoutException
          ? late(within)
          : isOfKept(e, context) ? new Tried.Stale(notReached(e)) : new Tried.Ended(notReached(e));
    } finally {
      limit.cancel(false);
    }
  }

  /** Gives up the connection, unless the answer was read to its end and it is kept already. */
  private static void end(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("An answer could not be closed");
    }
  }

  private static void cutOff(HttpPost request, AtomicBoolean late) {
    late.set(true);
    request.abort();
  }

  /** One that carried an answer before; what a new one does is the sink's own answer. */
  private static boolean isOfKept(IOException e, HttpClientContext context) {
    var connection = context.getEndpointDetails();
    return connection != null
        && connection.getResponseCount() > 0
        && (e instanceof NoHttpResponseException
            || e instanceof ConnectionClosedException
            || e instanceof SocketException);
  }

  private static Tried late(Duration within) {
    return new Tried.Ended(new Answer.NotReached("the sink did not answer within " + within));
  }

  private static Answer notReached(IOException e) {
    return new Answer.NotReached("the sink cannot be reached: " + Answers.oneLine(e.toString()));
  }

  private static PoolingHttpClientConnectionManager connections(
      Optional<SSLContext> trust, int most) {
    var builder =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(most)
            .setMaxConnPerRoute(most)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(CONNECT_WITHIN))
                    .setTimeToLive(TimeValue.of(CONNECTION_LIVES))
                    .build());
    trust.map(DefaultClientTlsStrategy::new).ifPresent(builder::setTlsSocketStrategy);
    return builder.build();
  }

  @Override
  public void close() {
    limits.shutdownNow();
    http.close(CloseMode.IMMEDIATE);
  }
}
