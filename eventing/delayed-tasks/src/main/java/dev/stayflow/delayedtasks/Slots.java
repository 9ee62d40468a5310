package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many more tasks may run; claims take every free slot at once and give back the rest. */
final class Slots {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int total;
  private int free;
  private boolean closed;

  Slots(int total) {
    this.total = total;
    this.free = total;
  }

  /** Waits for a free slot and takes all there are; 0 once closed. */
  int takeFree() {
    lock.lock();
    try {
      while (free == 0 && !closed) {
        changed.awaitUninterruptibly();
      }
      var taken = closed ? 0 : free;
      free -= taken;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  void giveBack(int count) {
    lock.lock();
    try {
      free += count;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing runs any more within the limit. */
  boolean awaitAllFree(Duration limit) throws InterruptedException {
    var left = limit.toNanos();
    lock.lock();
    try {
      while (free < total && left > 0) {
        left = changed.awaitNanos(left);
      }
      return free == total;
    } finally {
      lock.unlock();
    }
  }
}
