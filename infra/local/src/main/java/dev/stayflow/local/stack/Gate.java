package dev.stayflow.local.stack;

import java.util.concurrent.CompletableFuture;

/** Open at first; whoever comes while it is closed waits. */
final class Gate {
  private CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);

  synchronized void close() {
    if (opened.isDone()) {
      opened = new CompletableFuture<>();
    }
  }

  synchronized void open() {
    opened.complete(null);
  }

  synchronized boolean isClosed() {
    return !opened.isDone();
  }

  void await() {
    CompletableFuture<Void> current;
    synchronized (this) {
      current = opened;
    }
    current.join();
  }
}
