package dev.stayflow.delayedtasks;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A handler that notes what it ran. */
final class Runs implements TaskHandler {
  private final ConcurrentLinkedQueue<Noted> noted = new ConcurrentLinkedQueue<>();

  record Noted(TaskRun run, Instant at) {
    String id() {
      return run.task().id().id();
    }
  }

  @Override
  public Outcome handle(TaskRun run) {
    noted.add(new Noted(run, Instant.now()));
    return new Outcome.Done();
  }

  List<Noted> all() {
    return List.copyOf(noted);
  }

  List<String> ids() {
    return noted.stream().map(Noted::id).toList();
  }

  int count() {
    return noted.size();
  }
}
