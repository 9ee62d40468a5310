package dev.stayflow.runtime;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Makes every record component required, and never null (nor a list's elements), unless its type is
 * {@code Optional} or marked {@code @Nullable}.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {
  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return member instanceof AnnotatedParameter parameter
        ? Boolean.valueOf(isRequired(parameter))
        : super.hasRequiredMarker(config, member);
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    return annotated instanceof AnnotatedParameter parameter
        ? JsonSetter.Value.construct(isRequired(parameter) ? Nulls.FAIL : Nulls.DEFAULT, Nulls.FAIL)
        : super.findSetterInfo(config, annotated);
  }

  private static boolean isRequired(AnnotatedParameter parameter) {
    AnnotatedType type =
        ((java.lang.reflect.Executable) parameter.getOwner().getMember())
            .getAnnotatedParameterTypes()[parameter.getIndex()];
    return parameter.getRawType() != Optional.class && !type.isAnnotationPresent(Nullable.class);
  }
}
