package dev.stayflow.dispatcher.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a sign-in did not work, as a person is told it. */
enum Trouble {
  PASSWORD("Name or password is wrong."),
  WAIT("Too many wrong passwords. Wait a minute, then try again."),
  LINK("This link was used already, or is too old. Ask for a new one."),
  PERSON("You are known, but have no role here. Ask whoever runs this dispatcher."),
  PROVIDER("Single sign-on did not work. Try again; the log tells more.");

  private final String text;

  Trouble(String text) {
    this.text = text;
  }

  /** What stands in the page's address. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty for a code that nobody gave. */
  static String told(@Nullable String code) {
    for (var trouble : values()) {
      if (trouble.code().equals(code)) {
        return trouble.text;
      }
    }
    return "";
  }
}
