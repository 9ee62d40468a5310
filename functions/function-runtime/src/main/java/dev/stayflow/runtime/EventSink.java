package dev.stayflow.runtime;

import io.cloudevents.CloudEvent;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Sends events to the sink that Knative names: one binary-mode POST each (CloudEvents HTTP
 * binding), as a SinkBinding's {@code K_SINK}, {@code K_CE_OVERRIDES} and {@code K_CA_CERTS} say.
 * Thread safe; connections are kept and reused.
 */
public final class EventSink implements AutoCloseable {
  private static final Set<Integer> ASKS_FOR_PATIENCE = Set.of(404, 408, 409, 425, 429);

  private final URI sink;
  private final Map<String, String> overrides;
  private final HttpClient http;

  private EventSink(URI sink, Map<String, String> overrides, HttpClient http) {
    this.sink = sink;
    this.overrides = overrides;
    this.http = http;
  }

  /** A sink without overrides at an address that is known already. */
  public static EventSink at(URI sink) {
    return new EventSink(sink, Map.of(), client());
  }

  /**
   * Registers the sink as a bean; {@code K_SINK} must then be set. Calling it twice registers it
   * once.
   */
  public static void register(GenericApplicationContext context, Settings settings) {
    if (context.containsBeanDefinition(EventSink.class.getName())) {
      return;
    }
    URI sink = settings.uri("K_SINK");
    context.registerBean(EventSink.class, () -> new EventSink(sink, Map.of(), client()));
  }

  /**
   * Sends one event and waits for the answer.
   *
   * @param limit for connecting, sending and waiting together
   */
  public Publication publish(CloudEvent event, Duration limit) {
    return new Publication.Unavailable("not written yet");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }
}
