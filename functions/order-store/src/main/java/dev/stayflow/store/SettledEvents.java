package dev.stayflow.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Takes events off the outbox that their sink has. Those of all callers that come while a statement
 * runs go with the next one, so that a busy process commits once for many; a caller that comes
 * alone does not wait for others.
 */
final class SettledEvents {
  private final Database database;
  private final OutboxTable table;
  private final ReentrantLock running = new ReentrantLock();
  private Batch open = new Batch();

  SettledEvents(Database database, OutboxTable table) {
    this.database = database;
    this.table = table;
  }

  /**
   * Returns when they are off the outbox.
   *
   * @throws dev.stayflow.runtime.Unavailable when the database is away; they stay then, and are
   *     sent again
   */
  void forget(Collection<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    Batch mine = join(ids);
    running.lock();
    try {
      if (!mine.ran) {
        run(close());
      }
    } finally {
      running.unlock();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
  }

  private void run(Batch batch) {
    try {
      database.statement(sql -> table.delete(sql, batch.ids));
    } catch (RuntimeException e) {
      batch.failure = e;
    } finally {
      batch.ran = true;
    }
  }

  private synchronized Batch join(Collection<String> ids) {
    open.ids.addAll(ids);
    return open;
  }

  private synchronized Batch close() {
    Batch closed = open;
    open = new Batch();
    return closed;
  }

  /** What one statement takes; all but the ids belong to whoever holds the lock. */
  private static final class Batch {
    private final List<String> ids = new ArrayList<>();
    private boolean ran;
    private @Nullable RuntimeException failure;
  }
}
