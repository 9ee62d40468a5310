package dev.stayflow.dispatcher.schedules;

import dev.stayflow.delayedtasks.Timing;
import dev.stayflow.delayedtasks.WhenMissed;
import dev.stayflow.dispatcher.event.Attribute;
import dev.stayflow.dispatcher.problem.Refusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * Reads a schedule out of JSON, by the same rules for the file, the API and the console: {@code id,
 * cron, timeZone, whenMissed, note, paused, queue, deliverTo, retries, timeout, retention} and
 * {@code event}, which {@link ContentReader} reads.
 */
public final class ScheduledEventReader {
  private static final List<String> FIELDS =
      List.of(
          "id",
          "cron",
          "timeZone",
          "whenMissed",
          "note",
          "paused",
          "queue",
          "deliverTo",
          "retries",
          "timeout",
          "retention",
          "event");

  private static final Duration RETENTION = Duration.ofDays(7);
  private static final Duration LONGEST_RETENTION = Duration.ofDays(366);
  private static final int LONGEST_NOTE = 1000;

  /** What the rules for events call the fields. */
  private static final Map<String, String> FIELDS_OF_ATTRIBUTES =
      Map.of(
          Attribute.DELIVER_TO,
          "deliverTo",
          Attribute.DELIVER_QUEUE,
          "queue",
          Attribute.DELIVER_RETRIES,
          "retries",
          Attribute.DELIVER_TIMEOUT,
          "timeout",
          "id",
          "id",
          "type",
          "event.type",
          Attribute.DELIVER_TYPE,
          "event.type",
          "source",
          "event.source",
          "subject",
          "event.subject",
          "datacontenttype",
          "event.datacontenttype");

  private final EventRules rules;

  ScheduledEventReader(EventRules rules) {
    this.rules = rules;
  }

  /** Reads one schedule; tells all that is wrong with it. */
  public ReadSchedule read(JsonNode entry) {
    if (!entry.isObject()) {
      return new ReadSchedule.Wrong(
          List.of(new FieldProblem("schedule", "must have fields: " + String.join(", ", FIELDS))));
    }
    var problems = new ArrayList<FieldProblem>();
    var schedule = schedule(new EntryFields(entry, "", FIELDS, problems), problems);
    checkEvent(schedule, problems);
    return problems.isEmpty()
        ? new ReadSchedule.Valid(schedule)
        : new ReadSchedule.Wrong(List.copyOf(problems));
  }

  private static ScheduledEvent schedule(EntryFields fields, List<FieldProblem> problems) {
    var zone = fields.value("timeZone", "a time zone such as Europe/Berlin", ZoneId::of);
    return new ScheduledEvent(
        id(fields),
        cron(fields, zone.orElse(ZoneId.of("UTC"))),
        zone.map(ZoneId::getId).orElse("UTC"),
        fields
            .value("whenMissed", "skip, once or all", ScheduledEventReader::whenMissed)
            .orElse(WhenMissed.ONCE),
        note(fields),
        fields.value("paused", "true or false", ScheduledEventReader::truth),
        fields.text("queue").orElse("default"),
        fields.text("deliverTo"),
        retries(fields),
        fields.duration("timeout"),
        retention(fields),
        ContentReader.read(fields, problems));
  }

  private static String id(EntryFields fields) {
    var id = fields.required("id");
    if (!id.isEmpty() && !id.matches("[!-~]{1,200}")) {
      fields.reject("id", "must have 1 to 200 characters of printable ASCII without blanks");
    }
    return id;
  }

  private static String cron(EntryFields fields, ZoneId zone) {
    var cron = fields.required("cron");
    try {
      return cron.isEmpty() ? "" : Timing.of(cron, zone).spec();
    } catch (IllegalArgumentException | DateTimeException e) {
      fields.reject("cron", "cannot be read: " + e.getMessage());
      return "";
    }
  }

  private static WhenMissed whenMissed(String text) {
    return WhenMissed.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String note(EntryFields fields) {
    var note = fields.text("note").orElse("");
    if (note.length() > LONGEST_NOTE) {
      fields.reject("note", "has at most %d characters".formatted(LONGEST_NOTE));
    }
    return note;
  }

  private static OptionalInt retries(EntryFields fields) {
    var retries = fields.value("retries", "a number from 0 on", Integer::valueOf);
    return retries.isPresent() ? OptionalInt.of(retries.get()) : OptionalInt.empty();
  }

  private static Duration retention(EntryFields fields) {
    var retention = fields.duration("retention").orElse(RETENTION);
    if (retention.isNegative() || retention.compareTo(LONGEST_RETENTION) > 0) {
      fields.reject("retention", "must be PT0S to " + LONGEST_RETENTION);
    }
    return retention;
  }

  /**
   * By the rules for all events, as far as nothing is known of that field yet. A dispatcher that
   * has no sink of its own, which is no fault of an attribute, can still keep schedules for others.
   */
  private void checkEvent(ScheduledEvent schedule, List<FieldProblem> problems) {
    rules
        .firstWrong(ScheduledTask.attributes(schedule))
        .flatMap(ScheduledEventReader::problem)
        .filter(found -> problems.stream().noneMatch(known -> known.field().equals(found.field())))
        .ifPresent(problems::add);
  }

  private static Optional<FieldProblem> problem(Refusal refusal) {
    return Optional.ofNullable(refusal.attribute())
        .map(attribute -> problem(attribute, refusal.detail()));
  }

  private static FieldProblem problem(String attribute, String detail) {
    var field = FIELDS_OF_ATTRIBUTES.getOrDefault(attribute, "event.extensions." + attribute);
    var named = attribute + ": ";
    return new FieldProblem(
        field, detail.startsWith(named) ? detail.substring(named.length()) : detail);
  }
}
