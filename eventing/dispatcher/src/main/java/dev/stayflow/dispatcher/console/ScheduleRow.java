package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Schedule;
import dev.stayflow.delayedtasks.ScheduleInfo;
import dev.stayflow.dispatcher.operations.Payload;
import dev.stayflow.dispatcher.schedules.ScheduledEvent;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

/** A schedule made readable: one of events, or somebody else's of any kind. */
record ScheduleRow(ScheduleInfo info) {
  public Schedule schedule() {
    return info.schedule();
  }

  /** As people call it. */
  public String zone() {
    var zone = schedule().timing().zone();
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  public String missed() {
    return switch (schedule().whenMissed()) {
      case SKIP -> "left out if more than a minute late";
      case ONCE -> "the last one is made up for";
      case ALL -> "all are made up for";
    };
  }

  public boolean fromFile() {
    return ScheduledEvent.isFromFile(schedule());
  }

  public String origin() {
    return fromFile() ? "file" : event() ? "API" : "program";
  }

  /** One from a file is changed there, and what is no event by the program that put it. */
  public boolean editable() {
    return event() && !fromFile();
  }

  /** What lies beside the payload; the attributes of an event are among them. */
  public Map<String, String> headers() {
    return new TreeMap<>(schedule().task().headers());
  }

  public Payload payload() {
    return Payload.of(schedule().task().payload());
  }

  private boolean event() {
    return ScheduledEvent.of(schedule()).isPresent();
  }
}
