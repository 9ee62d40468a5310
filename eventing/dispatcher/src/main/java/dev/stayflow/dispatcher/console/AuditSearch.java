package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.Journal;
import dev.stayflow.delayedtasks.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks through the journal, the latest entries first. */
final class AuditSearch {
  private static final int PAGE = 50;

  private final Journal journal;

  AuditSearch(Journal journal) {
    this.journal = journal;
  }

  /**
   * What to look for.
   *
   * @param who a part of the name, in any case, or empty
   * @param action a part of what was done, in any case, or empty
   */
  record Filter(String who, String action) {
    public boolean isEmpty() {
      return who.isEmpty() && action.isEmpty();
    }

    private boolean matches(JournalEntry entry) {
      return has(entry.who(), who) && has(entry.action(), action);
    }

    private static boolean has(String text, String part) {
      return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * At least a page of entries that match, or all that there are.
   *
   * @param next where to look on; null when everything was looked at
   */
  record Found(List<JournalEntry> entries, @Nullable String next) {}

  Found read(Filter filter, @Nullable String from) {
    var matching = new ArrayList<JournalEntry>();
    var next = Optional.ofNullable(from);
    do {
      var page = journal.page(next, PAGE);
      page.entries().stream().filter(filter::matches).forEach(matching::add);
      next = page.next();
    } while (next.isPresent() && matching.size() < PAGE);
    return new Found(List.copyOf(matching), next.orElse(null));
  }
}
