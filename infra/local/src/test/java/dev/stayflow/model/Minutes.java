package dev.stayflow.model;

import dev.stayflow.runtime.TestClient.Answer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a minute does in production, several times a second: looks for what was left behind. */
final class Minutes implements AutoCloseable {
  private static final int EVERY_MILLIS = 250;

  private final World world;
  private final Queue<String> faults = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("minutes").unstarted(this::pass);

  Minutes(World world) {
    this.world = world;
    thread.start();
  }

  private void pass() {
    try {
      while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        minute();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void minute() {
    try {
      world.rows().ageOutbox();
      Answer answer = world.reconcile();
      if (answer.status() != 202 && answer.status() != 503) {
        faults.add("reconcile-orders answered %d: %s".formatted(answer.status(), answer.body()));
      }
    } catch (RuntimeException | AssertionError fault) {
      faults.add(fault.toString());
    }
  }

  /** What went wrong, in words, the first first. */
  List<String> faults() {
    return List.copyOf(faults);
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
