package dev.stayflow.delayedtasks;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.util.List;
import java.util.Map;

/**
 * A cron expression of six fields, the first of which are the seconds; one of five fields means
 * second 0.
 */
final class CronFields {
  private static final CronDefinition SIX_FIELDS =
      CronDefinitionBuilder.defineCron()
          .withSeconds()
          .withStrictRange()
          .and()
          .withMinutes()
          .withStrictRange()
          .and()
          .withHours()
          .withStrictRange()
          .and()
          .withDayOfMonth()
          .withStrictRange()
          .and()
          .withMonth()
          .withStrictRange()
          .and()
          .withDayOfWeek()
          .withValidRange(0, 7)
          .withMondayDoWValue(1)
          .withIntMapping(7, 0)
          .and()
          .instance();

  private static final CronParser PARSER = new CronParser(SIX_FIELDS);

  private static final Map<String, String> NAMED =
      Map.of(
          "@hourly", "0 0 * * * *",
          "@daily", "0 0 0 * * *",
          "@midnight", "0 0 0 * * *",
          "@weekly", "0 0 0 * * 0",
          "@monthly", "0 0 0 1 * *",
          "@yearly", "0 0 0 1 1 *",
          "@annually", "0 0 0 1 1 *");

  private static final List<Field> FIELDS =
      List.of(
          new Field("second", "0 to 59"),
          new Field("minute", "0 to 59"),
          new Field("hour", "0 to 23"),
          new Field("day of month", "1 to 31"),
          new Field("month", "1 to 12 or JAN to DEC"),
          new Field("day of week", "0 to 7 (0 and 7 are Sunday) or SUN to SAT"));
  private static final int HOUR = 2;

  private final List<String> texts;
  private final Cron cron;

  private CronFields(List<String> texts, Cron cron) {
    this.texts = texts;
    this.cron = cron;
  }

  /** What a field is called and which values it takes. */
  private record Field(String name, String values) {}

  /**
   * Reads five or six fields, or a name such as {@code @daily}.
   *
   * @throws IllegalArgumentException naming the field that is wrong and what it takes
   */
  static CronFields parse(String spec) {
    var texts = List.of(NAMED.getOrDefault(spec, spec).split(" "));
    if (texts.size() == FIELDS.size() - 1) {
      texts = List.of(("0 " + spec).split(" "));
    }
    if (texts.size() != FIELDS.size()) {
      throw new IllegalArgumentException(
          ("\"%s\" is no schedule: five cron fields (minute, hour, day of month, month, day of week),"
                  + " six with the second first, @hourly, @daily, @weekly, @monthly, @yearly"
                  + " or @every 90s")
              .formatted(spec));
    }
    try {
      return new CronFields(texts, PARSER.parse(String.join(" ", texts)));
    } catch (IllegalArgumentException e) {
      throw withField(texts, e);
    }
  }

  Cron cron() {
    return cron;
  }

  boolean everyHour() {
    var hour = texts.get(HOUR);
    return hour.equals("*") || hour.equals("*/1");
  }

  /** Tries each field alone, because the library does not tell which one is wrong. */
  private static IllegalArgumentException withField(
      List<String> texts, IllegalArgumentException cause) {
    for (var i = 0; i < texts.size(); i++) {
      var alone = new String[] {"*", "*", "*", "*", "*", "*"};
      alone[i] = texts.get(i);
      try {
        PARSER.parse(String.join(" ", alone));
      } catch (IllegalArgumentException e) {
        return new IllegalArgumentException(
            "the %s \"%s\" is not possible: %s, with lists 1,2, ranges 1-5, steps */5, or *"
                .formatted(FIELDS.get(i).name(), texts.get(i), FIELDS.get(i).values()),
            e);
      }
    }
    return cause;
  }
}
