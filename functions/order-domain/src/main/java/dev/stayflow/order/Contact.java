package dev.stayflow.order;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where and in which language a guest wants to hear about an order. */
public record Contact(String email, Language language) {

  private static final int LONGEST_EMAIL = 254;

  /** One address and nothing else: nothing that a mail's header could mistake for more. */
  private static final Pattern EMAIL =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+");

  /**
   * What somebody claims to be a mail address; empty when mail cannot go there.
   *
   * @param locale a BCP 47 tag
   */
  public static Optional<Contact> parse(String email, String locale) {
    return email.length() <= LONGEST_EMAIL && EMAIL.matcher(email).matches()
        ? Optional.of(new Contact(email, Language.nearest(locale)))
        : Optional.empty();
  }

  /** A language that notices are written in. */
  public enum Language {
    ENGLISH("en"),
    CHINESE("zh");

    private final String tag;

    Language(String tag) {
      this.tag = tag;
    }

    /** The BCP 47 tag. */
    public String tag() {
      return tag;
    }

    /** The language nearest to a BCP 47 tag such as {@code zh-Hans-CN}; English for all others. */
    public static Language nearest(String tag) {
      return tag.toLowerCase(Locale.ROOT).matches("zh([-_].*)?") ? CHINESE : ENGLISH;
    }
  }
}
