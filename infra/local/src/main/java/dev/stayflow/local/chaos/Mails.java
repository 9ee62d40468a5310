package dev.stayflow.local.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The mails that guests of one order each had.
 *
 * @param told of what, as in {@code order.paid HSO2026...}
 * @param twice of what guests had two mails; one that came twice, with one Message-ID, is one
 */
record Mails(Set<String> told, List<String> twice) {
  private static final Pattern ID = Pattern.compile("<(order\\.[a-z-]+)\\.(\\w+)@.*");

  /** An order is closed for one reason. */
  private static final Set<String> CLOSED =
      Set.of("order.not-paid-in-time", "order.cancelled-by-guest");

  /**
   * Reads what the mailbox answers; refunds of payments, of which there may be several, are not.
   */
  static Mails of(JsonNode mails) {
    Map<String, Set<String>> ids = new HashMap<>();
    for (var mail : mails) {
      var id = mail.path("id").asString("");
      var parts = ID.matcher(id);
      if (parts.matches()) {
        var kind = CLOSED.contains(parts.group(1)) ? "order.closed" : parts.group(1);
        ids.computeIfAbsent(kind + " " + parts.group(2), _ -> new HashSet<>()).add(id);
      }
    }
    return new Mails(
        Set.copyOf(ids.keySet()),
        ids.entrySet().stream()
            .filter(news -> news.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .toList());
  }
}
