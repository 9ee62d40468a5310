package dev.stayflow.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads JSON into records and refuses whatever does not fit exactly; writes answers. */
final class StrictJson {
  private static final int DEEPEST = 64;

  /** What reading gave. */
  sealed interface Result<T> {
    /** What the next step answers to a value; the problem otherwise. */
    Response then(Function<T, Response> next);
  }

  record Read<T>(T value) implements Result<T> {
    @Override
    public Response then(Function<T, Response> next) {
      return next.apply(value);
    }
  }

  record Wrong<T>(Problem problem) implements Result<T> {
    @Override
    public Response then(Function<T, Response> next) {
      return Response.problem(problem);
    }
  }

  private static final Problem UNREADABLE =
      Problem.of(400, "bad-request", "The request cannot be read");

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
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
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
        return wrong("The body is empty; send a JSON object");
      }
      T value = mapper.readValue(text, type);
      return value == null ? wrong("The body is null; send a JSON object") : new Read<>(value);
    } catch (CharacterCodingException notUtf8) {
      return wrong("The body is not UTF-8");
    } catch (JacksonException refused) {
      return explained(refused);
    }
  }

  private static <T> Wrong<T> wrong(String detail) {
    return new Wrong<>(UNREADABLE.detail(detail));
  }

  /** Says what was expected in words of our own: Jackson's name our classes. */
  private static <T> Wrong<T> explained(JacksonException refused) {
    String field = field(refused);
    if (!field.isEmpty() && refused instanceof MismatchedInputException mismatch) {
      return expected(field, mismatch.getTargetType());
    }
    if (!field.isEmpty() && refused instanceof InputCoercionException coercion) {
      return expected(field, coercion.getTargetType());
    }
    if (refused instanceof DatabindException) {
      return field.isEmpty()
          ? wrong("The body must be one JSON object and nothing else")
          : new Wrong<>(UNREADABLE.detail(field + " is not valid").with("field", field));
    }
    var where = refused.getLocation();
    return wrong(
        "The body is not JSON, names a member twice or is nested too deeply%s"
            .formatted(
                where == null
                    ? ""
                    : ", near line " + where.getLineNr() + ", column " + where.getColumnNr()));
  }

  private static <T> Wrong<T> expected(String field, @Nullable Class<?> type) {
    return new Wrong<>(UNREADABLE.detail(field + " must be " + inWords(type)).with("field", field));
  }

  private static String inWords(@Nullable Class<?> type) {
    if (type == null) {
      return "given";
    }
    if (type == int.class || type == Integer.class) {
      return "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == long.class || type == Long.class) {
      return "a whole number of 64 bits";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants());
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
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
