package dev.stayflow.notifyguest;

import dev.stayflow.notifyguest.News.Kind;
import dev.stayflow.order.Contact.Language;
import dev.stayflow.order.Order;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes letters from the texts in the resources, {@code <language>/<kind>.txt}: the first line is
 * the subject, {@code {name}} stands for a value, and a line that needs a value that is not there
 * is left out.
 */
final class Letters {
  private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

  /** What a title could hold to begin a line, or a header, of its own. */
  private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cntrl}\\u2028\\u2029]+");

  private final ZoneId zone;
  private final Map<Language, Map<Kind, List<String>>> texts = new EnumMap<>(Language.class);

  /**
   * @param zone of the stays
   */
  Letters(ZoneId zone) {
    this.zone = zone;
    for (Language language : Language.values()) {
      Map<Kind, List<String>> ofLanguage = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        ofLanguage.put(kind, read(language.tag() + "/" + kind.text() + ".txt"));
      }
      texts.put(language, ofLanguage);
    }
  }

  Letter write(News news, Order order, Language language) {
    List<String> text = texts.getOrDefault(language, Map.of()).getOrDefault(news.kind(), List.of());
    Map<String, String> values = values(news, order, new Wording(language));
    List<String> lines =
        text.stream()
            .filter(
                line -> PLACE.matcher(line).results().allMatch(it -> known(it.group(1), values)))
            .map(line -> filled(line, values))
            .toList();
    return new Letter(
        lines.getFirst(),
        lines.stream().skip(2).map(line -> line + "\r\n").collect(Collectors.joining()));
  }

  private Map<String, String> values(News news, Order order, Wording wording) {
    Map<String, String> values = new HashMap<>();
    values.put("order", order.sn().value());
    values.put("homestay", order.homestay().title());
    values.put("arrival", wording.day(order.nights().checkIn()));
    values.put("departure", wording.day(order.nights().checkOut()));
    values.put("nights", wording.number(order.nights().count()));
    values.put("people", wording.number(order.people()));
    values.put("total", wording.amount(order.price().total()));
    values.put("deadline", wording.moment(order.payDeadline(), zone));
    news.amount().ifPresent(amount -> values.put("amount", wording.amount(amount)));
    order.shownTradeCode().ifPresent(code -> values.put("code", code.value()));
    return values;
  }

  private static boolean known(String name, Map<String, String> values) {
    return values.containsKey(name);
  }

  private static String filled(String line, Map<String, String> values) {
    return PLACE
        .matcher(line)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    BREAKS.matcher(values.getOrDefault(place.group(1), "")).replaceAll(" ")));
  }

  private static List<String> read(String resource) {
    try (InputStream text = Letters.class.getResourceAsStream(resource)) {
      if (text == null) {
        throw new IllegalStateException("there is no text " + resource);
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
