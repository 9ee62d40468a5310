package dev.stayflow.dispatcher.api;

import java.util.Locale;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.ConverterFactory;

/** Reads what {@link Words} wrote, in any case. */
@SuppressWarnings("rawtypes") // an enum of no known type cannot be written without
final class EnumWords implements ConverterFactory<String, Enum> {
  @Override
  public <T extends Enum> Converter<String, T> getConverter(Class<T> type) {
    return word -> {
      var name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
      for (var value : type.getEnumConstants()) {
        if (value.name().equals(name)) {
          return value;
        }
      }
      throw new IllegalArgumentException("\"%s\" is none of %s".formatted(word, Words.all(type)));
    };
  }
}
