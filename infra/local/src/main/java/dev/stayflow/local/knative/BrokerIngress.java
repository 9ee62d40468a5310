package dev.stayflow.local.knative;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.stayflow.local.manifests.Manifests;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events for the Brokers, {@code POST /<namespace>/<broker>}, with the answers that a cluster
 * was measured to give.
 */
final class BrokerIngress {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerIngress.class);

  /** The limit of Vert.x for all headers together, in bytes. */
  private static final int MAX_HEADERS = 8 * 1024;

  /** No record takes more; how much of it the body may fill, Kafka's producer decides. */
  private static final int MAX_BODY = 1024 * 1024;

  /** How much of a too large body is read before the answer, so that the sender gets to see it. */
  private static final int MAX_DRAINED = 16 * MAX_BODY;

  private final Map<String, Sink> topics;

  /**
   * @param topics where the events of each Broker go, by the Broker's name
   */
  BrokerIngress(Map<String, Sink> topics) {
    this.topics = topics;
  }

  /** The status that answers the request; the answer has no body. */
  int handle(HttpExchange exchange) throws IOException, InterruptedException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return 405;
    }
    if (size(exchange.getRequestHeaders()) > MAX_HEADERS) {
      return 431;
    }
    String path = exchange.getRequestURI().getPath();
    String prefix = "/" + Manifests.NAMESPACE + "/";
    Sink topic = path.startsWith(prefix) ? topics.get(path.substring(prefix.length())) : null;
    if (topic == null) {
      return 404;
    }
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      drain(exchange.getRequestBody());
      return 503;
    }
    Optional<CloudEvent> event =
        Events.read(
            () -> HttpMessageFactory.createReaderFromMultimap(exchange.getRequestHeaders(), body));
    return event.isEmpty() ? 400 : publish(topic, event.get());
  }

  private static int size(Headers headers) {
    return headers.entrySet().stream()
        .mapToInt(
            header ->
                header.getValue().stream()
                    .mapToInt(value -> header.getKey().length() + value.length() + 4)
                    .sum())
        .sum();
  }

  private static void drain(InputStream body) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    int drained = 0;
    for (int read = 0; read >= 0 && drained < MAX_DRAINED; drained += read) {
      read = body.read(buffer);
    }
  }

  private static int publish(Sink topic, CloudEvent event) throws InterruptedException {
    Answer answer = topic.send(event);
    if (answer instanceof Answer.Taken) {
      return 202;
    }
    LOG.atWarn()
        .addKeyValue("type", event.getType())
        .addKeyValue("id", event.getId())
        .addKeyValue("answer", answer.description())
        .log("not accepted");
    return 503;
  }
}
