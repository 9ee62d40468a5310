package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.Manifests;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A subscriber by its URL: events arrive as binary CloudEvents over HTTP/1.1. */
final class HttpSink implements Sink {
  /** Knative's limit of one try where the delivery states none. */
  static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

  /** Who asks, which decides about the headers and about the answer's body. */
  enum Sender {
    /** Announces that a reply is welcome, and reads it. */
    TRIGGER,
    /** Sends what a Trigger sends, but does not look at the body. */
    KAFKA_SOURCE,
    /** Sends the event alone. */
    PING_SOURCE
  }

  private static final byte[] NOTHING = {};

  private final HttpClient client;
  private final URI uri;
  private final Duration timeout;
  private final Sender sender;

  HttpSink(HttpClient client, URI uri, Duration timeout, Sender sender) {
    this.client = client;
    this.uri = uri;
    this.timeout = timeout;
    this.sender = sender;
  }

  @Override
  public String address() {
    return uri.toString();
  }

  @Override
  public Answer send(CloudEvent event) throws InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request(event), HttpResponse.BodyHandlers.ofByteArray());
    try {
      // The limit is for the whole answer; that of the client's own would end with the headers.
      return read(answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException late) {
      answer.cancel(true);
      return new Answer.Unreachable("no answer within " + timeout);
    } catch (ExecutionException failed) {
      return new Answer.Unreachable(
          failed.getCause() instanceof ConnectException
              ? "cannot connect to " + uri
              : "the connection broke: " + failed.getCause());
    } catch (InterruptedException stopped) {
      answer.cancel(true);
      throw stopped;
    }
  }

  private Answer read(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 != 2) {
      return new Answer.Refused(response.statusCode(), DeadLetters.data(response.body()));
    }
    return sender == Sender.TRIGGER ? Replies.read(response) : new Answer.Taken(Optional.empty());
  }

  private HttpRequest request(CloudEvent event) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (sender != Sender.PING_SOURCE) {
      request.header("Prefer", "reply").header("Kn-Namespace", Manifests.NAMESPACE);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    HttpMessageFactory.createWriter(
            (name, value) -> request.header(name, ascii(value)),
            bytes -> body.writeBytes(Objects.requireNonNullElse(bytes, NOTHING)))
        .writeBinary(event);
    return request
        .POST(
            body.size() == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
  }

  /**
   * Attributes must be ASCII: what a header cannot hold arrives as a question mark, as on the
   * cluster.
   */
  private static String ascii(String value) {
    StringBuilder text = new StringBuilder(value.length());
    value.chars().forEach(c -> text.append(c < ' ' || c >= 0x7f ? '?' : (char) c));
    return text.toString();
  }
}
