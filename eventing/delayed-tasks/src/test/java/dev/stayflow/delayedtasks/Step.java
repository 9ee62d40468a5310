package dev.stayflow.delayedtasks;

import java.util.List;

/**
 * Something that a client, a worker or a person does to a queue. A step means something after any
 * others, so that a sequence stays one when some are left out. Times are in milliseconds from the
 * start of the sequence; 0 is now, by Redis's clock.
 */
sealed interface Step {
  /**
   * A task to be stored.
   *
   * @param key empty for none, as are group and lock
   */
  record Fresh(
      String id,
      long due,
      String key,
      String group,
      String lock,
      Span lockFor,
      Span remember,
      Span retention,
      boolean replaces) {}

  /** Lengths that no sequence comes near to the end of: what is brief is over at the next step. */
  enum Span {
    NONE(0),
    BRIEF(1),
    LONG(3_600_000_000L);

    final long micros;

    Span(long micros) {
      this.micros = micros;
    }
  }

  record Enqueue(List<Fresh> tasks) implements Step {}

  /** Acknowledges the oldest in the worker's hand, which it may hold no longer, and claims. */
  record Exchange(int worker, int done, int most, Span lease) implements Step {}

  /** Ends the oldest in the worker's hand in this way. */
  record Finish(int worker, int count, String how, Span time) implements Step {}

  record Renew(int worker, Span lease) implements Step {}

  record Progress(int worker) implements Step {}

  record Cancel(String id, Span remember) implements Step {}

  record Schedule(List<String> ids, long due, String allowed) implements Step {}

  record Update(String id, boolean changedMeanwhile) implements Step {}

  record Remove(List<String> ids, String allowed) implements Step {}

  record Shelve(List<String> ids) implements Step {}

  record PutArchived(String id) implements Step {}

  record Collect(int worker, Span grace, Span longest, int most, Span lease) implements Step {}

  /** Combines what the worker collected last, or tries to. */
  record Combine(int worker, String id, long due) implements Step {}

  /** An empty value takes the setting away. */
  record Configure(String name, String value) implements Step {}

  record Tidy(int most) implements Step {}

  /** Asks for a task and the counts. */
  record Look(String id) implements Step {}
}
