package dev.stayflow.dispatcher.console;

import dev.stayflow.dispatcher.event.Attribute;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is typed. Its fields have the names of the attributes, so that what is wrong with
 * one is told beside it.
 *
 * @param freshid the event's id when none was typed; a form that is sent twice is one event
 */
record EnqueueForm(
    @Nullable String type,
    @Nullable String source,
    @Nullable String subject,
    @Nullable String id,
    @Nullable String freshid,
    @Nullable String datacontenttype,
    @Nullable String data,
    @Nullable String deliverat,
    @Nullable String deliverafter,
    @Nullable String deliverqueue,
    @Nullable String delivertask,
    @Nullable String deliverto,
    @Nullable String deliverretries,
    @Nullable String delivertimeout) {
  private static final String JSON = "application/json";

  /** As it is before anything was typed, with an id of its own for the event. */
  static EnqueueForm empty() {
    return new EnqueueForm(
        "",
        "/console",
        "",
        "",
        UUID.randomUUID().toString(),
        "application/json",
        "",
        "",
        "PT5M",
        "default",
        "",
        "",
        "",
        "");
  }

  /** What is wrong by field, as far as it can be told before the event is taken. */
  Map<String, String> wrong() {
    var wrong = new LinkedHashMap<String, String>();
    if (given(type).isEmpty()) {
      wrong.put("type", "Say which type the event has.");
    }
    if (given(source).isEmpty() || !isReference(given(source).get())) {
      wrong.put("source", "A URI or a path, such as /orders.");
    }
    if (given(datacontenttype).orElse("").startsWith(JSON)) {
      given(data).flatMap(JsonCheck::problem).ifPresent(problem -> wrong.put("data", problem));
    }
    if (given(deliverat).isPresent() == given(deliverafter).isPresent()) {
      wrong.put("deliverat", "Say when, or after how long: one of the two.");
    }
    return wrong;
  }

  /**
   * The event.
   *
   * @throws IllegalArgumentException when a time is none
   */
  CloudEvent event(Instant now) {
    var event =
        CloudEventBuilder.v1()
            .withId(
                given(id).or(() -> given(freshid)).orElseGet(() -> UUID.randomUUID().toString()))
            .withType(given(type).orElseThrow())
            .withSource(URI.create(given(source).orElseThrow()))
            .withTime(now.atOffset(ZoneOffset.UTC));
    given(subject).ifPresent(event::withSubject);
    given(data)
        .ifPresent(
            text ->
                event
                    .withData(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8))
                    .withDataContentType(given(datacontenttype).orElse("text/plain")));
    extensions().forEach(event::withExtension);
    return event.build();
  }

  private Map<String, String> extensions() {
    var all = new LinkedHashMap<String, String>();
    given(deliverat)
        .ifPresent(at -> all.put(Attribute.DELIVER_AT, TaskQuery.instant(at).toString()));
    given(deliverafter).ifPresent(time -> all.put(Attribute.DELIVER_AFTER, time));
    given(deliverqueue).ifPresent(queue -> all.put(Attribute.DELIVER_QUEUE, queue));
    given(delivertask).ifPresent(task -> all.put(Attribute.DELIVER_TASK, task));
    given(deliverto).ifPresent(url -> all.put(Attribute.DELIVER_TO, url));
    given(deliverretries).ifPresent(most -> all.put(Attribute.DELIVER_RETRIES, most));
    given(delivertimeout).ifPresent(time -> all.put(Attribute.DELIVER_TIMEOUT, time));
    return all;
  }

  private static boolean isReference(String text) {
    try {
      URI.create(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).map(String::strip).filter(it -> !it.isEmpty());
  }
}
