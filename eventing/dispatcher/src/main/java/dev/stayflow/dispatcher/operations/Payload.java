package dev.stayflow.dispatcher.operations;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bytes made readable.
 *
 * @param text JSON with line breaks, text as it is, or the first 4 KiB in hexadecimal digits
 * @param size in bytes
 */
public record Payload(Kind kind, String text, int size) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** What bytes were found to be. */
  public enum Kind {
    /** An object or a list; numbers are shown as they were written. */
    JSON,
    /** UTF-8 without control characters. */
    TEXT,
    BINARY
  }

  /** Looks at the bytes themselves: what was said of them may be wrong. */
  public static Payload of(byte[] bytes) {
    var text = text(bytes);
    return text.isEmpty()
        ? new Payload(Kind.BINARY, HexDump.of(bytes), bytes.length)
        : json(text.get())
            .map(json -> new Payload(Kind.JSON, json, bytes.length))
            .orElseGet(() -> new Payload(Kind.TEXT, text.get(), bytes.length));
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.chars().allMatch(Payload::isReadable) ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isReadable(int character) {
    return character == '\n'
        || character == '\r'
        || character == '\t'
        || !Character.isISOControl(character);
  }

  private static Optional<String> json(String text) {
    var start = text.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(text)));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
