package dev.stayflow.manifests;

import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.ZoneId;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What is said when: cron expressions, time zones, and the data that is sent. */
final class Schedules implements Check {
  @Override
  public void check(Rendering rendering, Findings findings) {
    rendering
        .all(Kind.PING_SOURCE)
        .forEach(
            source -> {
              cron(source, findings);
              zone(source, "spec.timezone", findings);
              data(source, findings);
              findings.check(
                  !source.at("/spec").has("delivery"),
                  source,
                  "spec.delivery",
                  "a PingSource knows none");
            });
    rendering
        .all(Kind.CRON_JOB)
        .forEach(
            job -> {
              cron(job, findings);
              zone(job, "spec.timeZone", findings);
            });
  }

  private static void cron(Manifest object, Findings findings) {
    var schedule = object.at("/spec/schedule").asString("");
    var seconds = schedule.strip().split("\\s+").length == 6 && object.is(Kind.PING_SOURCE);
    var cron = CronDefinitionBuilder.defineCron();
    if (seconds) {
      cron.withSeconds().and();
    }
    cron.withMinutes().withValidRange(0, 59).withStrictRange().and();
    cron.withHours().withValidRange(0, 23).withStrictRange().and();
    cron.withDayOfMonth().withValidRange(1, 31).and();
    cron.withMonth().withValidRange(1, 12).and();
    cron.withDayOfWeek().withValidRange(0, 7).withMondayDoWValue(1).withIntMapping(7, 0).and();
    try {
      new CronParser(cron.instance()).parse(schedule).validate();
    } catch (IllegalArgumentException wrong) {
      findings.add(
          object,
          "spec.schedule",
          "\"%s\" is no cron expression of five fields, or of six with seconds: %s"
              .formatted(schedule, wrong.getMessage()));
    }
  }

  private static void zone(Manifest object, String field, Findings findings) {
    var zone = object.at("/" + field.replace('.', '/'));
    if (zone.isMissingNode()) {
      return;
    }
    try {
      ZoneId.of(zone.asString(""));
      findings.check(
          ZoneId.getAvailableZoneIds().contains(zone.asString("")),
          object,
          field,
          "must be a zone of the tz database such as Asia/Shanghai");
    } catch (DateTimeException unknown) {
      findings.add(object, field, "\"%s\" is no time zone".formatted(zone.asString("")));
    }
  }

  private static void data(Manifest source, Findings findings) {
    var spec = source.at("/spec");
    findings.check(
        !(spec.has("data") && spec.has("dataBase64")),
        source,
        "spec.dataBase64",
        "goes without data");
    findings.check(
        !spec.has("data") || spec.has("contentType"),
        source,
        "spec.contentType",
        "must say what the data is");
    if (spec.path("contentType").asString("").equals("application/json")) {
      try {
        JsonMapper.shared().readTree(spec.path("data").asString(""));
      } catch (JacksonException broken) {
        findings.add(source, "spec.data", "is no JSON: " + broken.getOriginalMessage());
      }
    }
  }
}
