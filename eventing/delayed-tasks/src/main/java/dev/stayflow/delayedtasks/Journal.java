package dev.stayflow.delayedtasks;

import java.util.List;
import java.util.Optional;

/**
 * What people changed by hand, for other people to look at. Whoever makes a change notes it:
 * nothing notes itself. The latest {@value #KEPT} entries are kept, in {@code entries} (ZSET of
 * {@link JournalFrame}, all scores 0). Every method may throw {@link RedisUnavailable}.
 */
public final class Journal {
  /** How many entries are kept. */
  public static final int KEPT = 10_000;

  private static final int LONGEST_PAGE = 500;
  private static final Script NOTE = new Script("journal/note");
  private static final Script PAGE = new Script("journal/page");
  private static final RedisKeys KEYS = RedisKeys.ofJournal();

  private final RedisConnection redis;

  public Journal(RedisConnection redis) {
    this.redis = redis;
  }

  /**
   * Notes a change, at the present time of Redis's clock. Of texts of more than 2000 characters the
   * rest is cut off.
   *
   * @param who made it
   * @param action what was done, such as {@code archive}
   * @param target to what it was done, such as a queue and a task
   * @param outcome what came of it
   */
  public void note(String who, String action, String target, String outcome) {
    redis.runForNumber(NOTE, KEYS, List.of(JournalFrame.of(who, action, target, outcome), KEPT));
  }

  /**
   * Entries, the latest first.
   *
   * @param from what the page before gave as next
   * @param size 1 to 500
   * @throws IllegalArgumentException for another size, or a cursor of somebody else
   */
  public JournalPage page(Optional<String> from, int size) {
    if (size < 1 || size > LONGEST_PAGE) {
      throw new IllegalArgumentException(
          "1 to %d entries of a page, not %d".formatted(LONGEST_PAGE, size));
    }
    from.ifPresent(JournalFrame::requirePlace);
    var found =
        redis.run(PAGE, KEYS, List.of(from.orElse(""), size)).stream().map(Answer::bytes).toList();
    return new JournalPage(
        found.stream().map(JournalFrame::read).toList(),
        found.size() < size
            ? Optional.empty()
            : Optional.of(JournalFrame.placeOf(found.getLast())));
  }
}
