package dev.stayflow.local.manifests;

import com.cronutils.model.Cron;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * An event at the times of a schedule.
 *
 * @param schedule a cron expression whose first field is the seconds
 * @param zone in which the schedule is meant; UTC by default
 */
public record PingSource(
    String name,
    Cron schedule,
    ZoneId zone,
    Optional<String> contentType,
    Optional<byte[]> data,
    Destination sink,
    Map<String, String> extensions) {
  static final String API_VERSION = "sources.knative.dev/v1";

  /**
   * The fields of robfig/cron, which Knative uses, with seconds; a five-field expression is read
   * with second 0.
   */
  private static final CronDefinition SIX_FIELDS =
      CronDefinitionBuilder.defineCron()
          .withSeconds()
          .and()
          .withMinutes()
          .and()
          .withHours()
          .and()
          .withDayOfMonth()
          .and()
          .withMonth()
          .and()
          .withDayOfWeek()
          .withValidRange(0, 6)
          .withMondayDoWValue(1)
          .and()
          .instance();

  private static final CronParser PARSER = new CronParser(SIX_FIELDS);
  private static final Cron NEVER_USED = PARSER.parse("0 * * * * *");

  static PingSource read(Section document, References references) {
    Metadata metadata = Metadata.read(document, "PingSource", Manifests.NAMESPACE, references);
    Section spec = document.section("spec");
    return new PingSource(
        metadata.name(),
        schedule(spec),
        zone(spec),
        spec.optionalText("contentType"),
        data(spec),
        Destination.read(spec.section("sink"), references),
        Overrides.read(spec));
  }

  private static Cron schedule(Section spec) {
    String text = spec.text("schedule");
    if (text.isEmpty()) {
      return NEVER_USED;
    }
    try {
      return PARSER.parse(text.trim().split("\\s+").length == 5 ? "0 " + text : text);
    } catch (IllegalArgumentException invalid) {
      spec.problem(
          "schedule",
          "\"%s\" is not cron with five fields, or six with seconds: %s"
              .formatted(text, invalid.getMessage()));
      return NEVER_USED;
    }
  }

  private static ZoneId zone(Section spec) {
    Optional<String> text = spec.optionalText("timezone");
    try {
      return text.map(ZoneId::of).orElse(ZoneOffset.UTC);
    } catch (DateTimeException unknown) {
      spec.problem(
          "timezone", "\"" + text.orElse("") + "\" is not a time zone such as Asia/Shanghai");
      return ZoneOffset.UTC;
    }
  }

  private static Optional<byte[]> data(Section spec) {
    Optional<String> text = spec.optionalText("data");
    Optional<String> base64 = spec.optionalText("dataBase64");
    if (text.isPresent() && base64.isPresent()) {
      spec.problem("dataBase64", "stands beside data; only one of them is possible");
    }
    try {
      return base64
          .map(encoded -> Base64.getDecoder().decode(encoded))
          .or(() -> text.map(plain -> plain.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException notBase64) {
      spec.problem("dataBase64", "is not Base64");
      return Optional.empty();
    }
  }
}
