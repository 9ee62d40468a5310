package dev.stayflow.dispatcher.event;

import dev.stayflow.dispatcher.problem.Refusal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The attributes of an event as text, checked one by one so that a refusal can name the wrong one.
 */
public final class RawAttributes {
  private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+");
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");

  private RawAttributes() {}

  /** Absent when all of them can be attributes of an event. */
  public static Optional<Refusal> firstWrong(Map<String, String> attributes) {
    for (var name : REQUIRED) {
      if (attributes.getOrDefault(name, "").isBlank()) {
        return wrong(name, "is required");
      }
    }
    if (!"1.0".equals(attributes.get("specversion"))) {
      return wrong("specversion", "must be 1.0");
    }
    return attributes.entrySet().stream()
        .map(attribute -> check(attribute.getKey(), attribute.getValue()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Refusal> check(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      return wrong(name, "a name has only a-z and 0-9");
    }
    if (!PRINTABLE.matcher(value).matches()) {
      return wrong(name, "must be printable ASCII, since it travels in an HTTP header");
    }
    return switch (name) {
      case "source", "dataschema" -> isUri(value) ? Optional.empty() : wrong(name, "must be a URI");
      case "time" -> isTime(value) ? Optional.empty() : wrong(name, "must be a time of RFC 3339");
      default -> Optional.empty();
    };
  }

  private static boolean isUri(String value) {
    try {
      return !new URI(value).toString().isEmpty();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static boolean isTime(String value) {
    try {
      return OffsetDateTime.parse(value).getYear() <= 9999;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Optional<Refusal> wrong(String name, String detail) {
    return Optional.of(Refusal.badAttribute(name, detail));
  }
}
