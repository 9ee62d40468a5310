package dev.stayflow.dispatcher;

import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts events over HTTP in binary mode; connections are kept and reused, redirects not followed.
 */
final class Sink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
  private static final int MOST_SAID = 300;

  private final HttpClient http;
  private final Duration timeout;
  private final InstantSource clock;

  Sink(Optional<SSLContext> trust, Duration timeout, InstantSource clock) {
    var builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
    trust.ifPresent(builder::sslContext);
    this.http = builder.build();
    this.timeout = timeout;
    this.clock = clock;
  }

  /** Sends an event within a span and waits for the answer. */
  Answer deliver(CloudEvent event, URI destination, Span span) throws InterruptedException {
    var request = HttpRequest.newBuilder(destination).timeout(timeout);
    Tracing.headers(span, request::setHeader);
    HttpMessageFactory.createWriter(
            request::setHeader,
            body ->
                request.POST(
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)))
        .writeBinary(event);
    try {
      return answer(send(request.build()));
    } catch (HttpTimeoutException e) {
      return new Answer.NotReached("the sink did not answer within " + timeout);
    } catch (IOException e) {
      return new Answer.NotReached("the sink cannot be reached: " + oneLine(e.toString()));
    }
  }

  /**
   * A kept connection may have been closed by the sink meanwhile, which shows only when it is used:
   * the event is then sent once more on a new one.
   */
  private HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return http.send(request, BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException | ConnectException e) {
      throw e;
    } catch (IOException e) {
      return http.send(request, BodyHandlers.ofInputStream());
    }
  }

  private Answer answer(HttpResponse<InputStream> response) {
    var body = response.body();
    try {
      return new Answer.Status(
          response.statusCode(),
          response.headers().firstValue("retry-after").flatMap(this::retryAfter),
          response.statusCode() / 100 == 2 ? "" : said(body));
    } finally {
      end(body);
    }
  }

  /**
   * The first words of an answer, or none when they do not come: the status alone decides. A
   * request's own timeout ends with the headers, so an answer that stalls is cut off here.
   */
  private String said(InputStream body) {
    var later = CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    var cutOff = CompletableFuture.runAsync(() -> end(body), later);
    try {
      return oneLine(new String(body.readNBytes(MOST_SAID), StandardCharsets.UTF_8));
    } catch (IOException e) {
      return "";
    } finally {
      cutOff.cancel(false);
    }
  }

  private static void end(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("An answer could not be closed");
    }
  }

  /** Seconds, or a date of HTTP. */
  private Optional<Duration> retryAfter(String text) {
    try {
      if (text.matches("\\d{1,9}")) {
        return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
      }
      Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(clock.instant(), at)).filter(Duration::isPositive);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ").strip();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
