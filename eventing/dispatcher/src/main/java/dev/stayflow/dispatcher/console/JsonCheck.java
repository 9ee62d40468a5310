package dev.stayflow.dispatcher.console;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Tells where a text is no JSON. */
final class JsonCheck {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private JsonCheck() {}

  /** Empty when it is JSON. */
  static Optional<String> problem(String text) {
    try {
      return JSON.readTree(text).isMissingNode()
          ? Optional.of("This is no JSON: there is nothing")
          : Optional.empty();
    } catch (JacksonException e) {
      var where = e.getLocation();
      var place =
          where == null
              ? ""
              : " (line %d, column %d)".formatted(where.getLineNr(), where.getColumnNr());
      return Optional.of("This is no JSON: " + e.getOriginalMessage() + place);
    }
  }
}
