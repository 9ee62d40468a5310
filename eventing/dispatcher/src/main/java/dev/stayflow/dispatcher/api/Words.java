package dev.stayflow.dispatcher.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the API spells what has a name in the code: {@code tasks-at-rest}. */
final class Words {
  private Words() {}

  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> all(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(value -> of((Enum<?>) value)).toList();
  }
}
