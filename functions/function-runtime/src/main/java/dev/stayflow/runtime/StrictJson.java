package dev.stayflow.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads JSON into records and refuses whatever does not fit exactly; writes answers. */
final class StrictJson {
  private static final int DEEPEST = 64;

  /** What reading gave. */
  sealed interface Result<T> {}

  record Read<T>(T value) implements Result<T> {}

  record Wrong<T>(Problem problem) implements Result<T> {}

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .annotationIntrospector(new RequiredComponents())
          .build();

  JsonMapper mapper() {
    return mapper;
  }

  <T> Result<T> read(byte[] body, Class<T> type) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (text.isBlank()) {
        return wrong("The body is empty; send a JSON object", "");
      }
      T value = mapper.readValue(text, type);
      return value == null ? wrong("The body is null; send a JSON object", "") : new Read<>(value);
    } catch (CharacterCodingException notUtf8) {
      return wrong("The body is not UTF-8", "");
    } catch (JacksonException refused) {
      return wrong(explain(refused), field(refused));
    }
  }

  private static <T> Wrong<T> wrong(String detail, String field) {
    Problem problem = Problem.of(400, "bad-request", "The request cannot be read").detail(detail);
    return new Wrong<>(field.isEmpty() ? problem : problem.with("field", field));
  }

  private static String explain(JacksonException refused) {
    String field = field(refused);
    return field + refused.getOriginalMessage();
  }

  /** The path to the member that is wrong, as in {@code guests[2].name}. */
  private static String field(JacksonException refused) {
    return refused.getPath().stream()
        .map(StrictJson::step)
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static String step(Reference step) {
    return step.getPropertyName() == null
        ? "[" + step.getIndex() + "]"
        : "." + step.getPropertyName();
  }
}
