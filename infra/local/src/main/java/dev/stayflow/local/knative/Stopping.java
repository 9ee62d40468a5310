package dev.stayflow.local.knative;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the process is going down: waits end at once and nothing new begins. */
final class Stopping {
  private final CountDownLatch latch = new CountDownLatch(1);
  private volatile long deadline;

  /** Whatever is under way has {@code grace} to end. */
  void begin(Duration grace) {
    deadline = System.nanoTime() + grace.toNanos();
    latch.countDown();
  }

  /** What is left of the grace, zero or more; asked only after {@link #begin}. */
  Duration graceLeft() {
    return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }

  boolean begun() {
    return latch.getCount() == 0;
  }

  /** Waits; false when the process began to stop meanwhile. */
  boolean sleep(Duration duration) throws InterruptedException {
    return !latch.await(duration.toNanos(), TimeUnit.NANOSECONDS);
  }
}
