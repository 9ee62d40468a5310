package dev.stayflow.dispatcher;

import io.cloudevents.CloudEvent;
import java.util.regex.Pattern;
import org.slf4j.spi.LoggingEventBuilder;

/** Which event a log line is about. */
final class EventLog {
  private static final Pattern ORDER_SN = Pattern.compile("HSO\\d{22}");

  private EventLog() {}

  /** With the trace that the event belongs to. */
  static LoggingEventBuilder about(LoggingEventBuilder line, CloudEvent event) {
    return about(line, event, Tracing.traceOf(event));
  }

  static LoggingEventBuilder about(LoggingEventBuilder line, CloudEvent event, String trace) {
    var told =
        line.addKeyValue("event_id", event.getId()).addKeyValue("event_type", event.getType());
    var subject = event.getSubject();
    if (subject != null) {
      var name = ORDER_SN.matcher(subject).matches() ? "order_sn" : "subject";
      told = told.addKeyValue(name, subject);
    }
    return trace.isEmpty() ? told : told.addKeyValue("trace_id", trace);
  }
}
