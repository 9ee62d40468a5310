package dev.stayflow.notifyguest;

import dev.stayflow.order.Contact.Language;
import dev.stayflow.order.Money;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Amounts and times as people write them in a language. */
final class Wording {
  private final Locale locale;

  Wording(Language language) {
    this.locale =
        switch (language) {
          case ENGLISH -> Locale.ENGLISH;
          case CHINESE -> Locale.SIMPLIFIED_CHINESE;
        };
  }

  String amount(Money money) {
    int digits = Math.max(0, money.currency().getDefaultFractionDigits());
    NumberFormat format = NumberFormat.getCurrencyInstance(locale);
    format.setCurrency(money.currency());
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(BigDecimal.valueOf(money.minor(), digits));
  }

  String number(long number) {
    return NumberFormat.getIntegerInstance(locale).format(number);
  }

  String day(LocalDate day) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(locale).format(day);
  }

  String moment(Instant moment, ZoneId zone) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.FULL, FormatStyle.SHORT)
        .withLocale(locale)
        .format(moment.atZone(zone));
  }
}
