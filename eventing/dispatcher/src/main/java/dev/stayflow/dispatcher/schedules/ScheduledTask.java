package dev.stayflow.dispatcher.schedules;

import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.Task;
import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.event.StoredEvent;
import io.cloudevents.CloudEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The task that a schedule stores at each firing. */
final class ScheduledTask {
  private ScheduledTask() {}

  static Task of(ScheduledEvent schedule) {
    var attributes = attributes(schedule);
    attributes.remove("id");
    attributes.remove(Attribute.DELIVER_QUEUE);
    return StoredEvent.template(attributes, schedule.dataBytes())
        .inQueue(schedule.queue())
        .retention(schedule.retention())
        .header(ScheduledEvent.SCHEDULE, schedule.id());
  }

  /** Those of the protocol among them. */
  static Map<String, String> attributes(ScheduledEvent schedule) {
    var event = schedule.event();
    var attributes = new LinkedHashMap<>(event.extensions());
    attributes.put("specversion", "1.0");
    attributes.put("id", schedule.id());
    attributes.put("source", event.source());
    attributes.put("type", event.type());
    event.subject().ifPresent(subject -> attributes.put("subject", subject));
    event.dataContentType().ifPresent(type -> attributes.put("datacontenttype", type));
    attributes.put(Attribute.DELIVER_QUEUE, schedule.queue());
    schedule.deliverTo().ifPresent(url -> attributes.put(Attribute.DELIVER_TO, url));
    schedule
        .retries()
        .ifPresent(most -> attributes.put(Attribute.DELIVER_RETRIES, Integer.toString(most)));
    schedule
        .timeout()
        .ifPresent(time -> attributes.put(Attribute.DELIVER_TIMEOUT, time.toString()));
    return attributes;
  }

  /** Absent when the data is no text. */
  static Optional<ScheduledEvent> read(Schedule schedule, CloudEvent event) {
    var task = schedule.task();
    var text = text(task.payload());
    return text.map(
        data ->
            new ScheduledEvent(
                schedule.id(),
                schedule.timing().spec(),
                zone(schedule.timing().zone()),
                schedule.whenMissed(),
                schedule.note(),
                Optional.empty(),
                task.id().queue(),
                Attribute.of(event, Attribute.DELIVER_TO),
                task.maxRetries(),
                Attribute.of(event, Attribute.DELIVER_TIMEOUT).map(Duration::parse),
                task.retention(),
                content(event, data)));
  }

  private static ScheduledEvent.Content content(CloudEvent event, String data) {
    var extensions = new TreeMap<String, String>();
    for (var name : event.getExtensionNames()) {
      if (!Attribute.OF_REQUESTS.contains(name)) {
        extensions.put(name, Attribute.of(event, name).orElse(""));
      }
    }
    return new ScheduledEvent.Content(
        event.getType(),
        event.getSource().toString(),
        Optional.ofNullable(event.getSubject()),
        Optional.ofNullable(event.getDataContentType()),
        Optional.of(data).filter(some -> !some.isEmpty()),
        extensions);
  }

  /** As people call it. */
  private static String zone(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  private static Optional<String> text(byte[] payload) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
