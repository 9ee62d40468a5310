package dev.stayflow.delayedtasks;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The latest that a handler told of its task, until it is stored. */
final class Progress {
  private static final long APART = 100_000_000; // ns

  private final AtomicReference<byte @Nullable []> news = new AtomicReference<>();
  private long lastAt;
  private boolean told;

  void tell(byte[] latest) {
    news.set(latest);
  }

  /** What is to be stored now, if something is. Called by one thread. */
  byte @Nullable [] take(long nanoTime) {
    if (news.get() == null || (told && nanoTime - lastAt < APART)) {
      return null;
    }
    told = true;
    lastAt = nanoTime;
    return news.getAndSet(null);
  }

  /** It could not be stored; what was told since then is newer. */
  void putBack(byte[] old) {
    news.compareAndSet(null, old);
  }
}
