package dev.stayflow.delayedtasks;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Wakes the one thread that waits for it; costs next to nothing while that one is awake. */
final class Bell {
  private final AtomicBoolean awaited = new AtomicBoolean();
  private volatile @Nullable Thread waiting;

  /** To be called before looking for work: what comes from here on ends the wait that follows. */
  void expect() {
    waiting = Thread.currentThread();
    awaited.set(true);
  }

  /** Waits for a ring since {@link #expect}, at most so long. */
  void await(long nanos) {
    if (awaited.get()) {
      LockSupport.parkNanos(this, nanos);
    }
    awaited.set(false);
  }

  void ring() {
    if (awaited.get() && awaited.compareAndSet(true, false)) {
      LockSupport.unpark(waiting);
    }
  }
}
