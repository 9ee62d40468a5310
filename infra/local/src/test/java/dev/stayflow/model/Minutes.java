package dev.stayflow.model;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a minute does in production, several times a second: looks for what was left behind. */
final class Minutes implements AutoCloseable {
  private static final int EVERY_MILLIS = 250;

  private final World world;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("minutes").unstarted(this::pass);

  Minutes(World world) {
    this.world = world;
    thread.start();
  }

  private void pass() {
    try {
      while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        world.rows().ageOutbox();
        world.reconcile();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
