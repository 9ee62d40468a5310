package dev.stayflow.order;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a guest shows at the door, eight characters; a secret until the order is paid. */
public record TradeCode(String value) {

  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z]{8}");

  /**
   * A code as somebody typed it, in small or full-width letters and between blanks perhaps; empty
   * when it cannot be one.
   */
  public static Optional<TradeCode> parse(String typed) {
    String code = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    return FORM.matcher(code).matches()
        ? Optional.of(new TradeCode(code.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }
}
