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
import javax.net.ssl.SSLContext;

/**
 * Posts events over HTTP in binary mode; connections are kept and reused, redirects not followed.
 */
final class Sink implements AutoCloseable {
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
      return send(request.build());
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
  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    try {
      return answer(http.send(request, BodyHandlers.ofInputStream()));
    } catch (HttpTimeoutException | ConnectException e) {
      throw e;
    } catch (IOException e) {
      return answer(http.send(request, BodyHandlers.ofInputStream()));
    }
  }

  private Answer answer(HttpResponse<InputStream> response) throws IOException {
    try (var body = response.body()) {
      var said = response.statusCode() / 100 == 2 ? new byte[0] : body.readNBytes(MOST_SAID);
      return new Answer.Status(
          response.statusCode(),
          response.headers().firstValue("retry-after").flatMap(this::retryAfter),
          oneLine(new String(said, StandardCharsets.UTF_8)));
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
