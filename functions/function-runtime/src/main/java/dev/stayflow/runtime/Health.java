package dev.stayflow.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Whether the process lives and whether it may be given requests. */
final class Health {
  private static final List<ReadyCheck> STARTING = List.of(new Always("start", false));
  private static final List<ReadyCheck> STOPPING = List.of(new Always("stop", false));

  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  private record Always(String name, boolean ready) implements ReadyCheck {}

  private volatile List<ReadyCheck> checks = STARTING;
  private volatile boolean stopped;

  void watch(List<ReadyCheck> found) {
    checks = found;
  }

  void stop() {
    checks = STOPPING;
    stopped = true;
  }

  static Answer alive() {
    return text(200, "alive\n");
  }

  /** 200, or 503 with the names of what is waited for. */
  Answer ready() {
    String awaited = awaited();
    return awaited.isEmpty() ? text(200, "ready\n") : text(503, "waiting for " + awaited + "\n");
  }

  /** Waits until everything is there; false when it is to stop before that. */
  boolean awaitReady() {
    return awaitReady(FOR_EVER);
  }

  /** The same, false also when the time is over. */
  boolean awaitReady(Duration limit) {
    long begun = System.nanoTime();
    while (!awaited().isEmpty() && !stopped) {
      if (System.nanoTime() - begun >= limit.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return !stopped;
  }

  private String awaited() {
    return checks.stream()
        .filter(check -> !check.ready())
        .map(ReadyCheck::name)
        .collect(Collectors.joining(", "));
  }

  private static Answer text(int status, String text) {
    return new Answer(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
