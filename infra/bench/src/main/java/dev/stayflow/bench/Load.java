package dev.stayflow.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * How fast requests were answered.
 *
 * @param millis how long each took
 */
record Load(double perSecond, Samples millis) {

  /** As many at a time as there are connections, each the next when the one before is answered. */
  static Load closed(int port, int connections, int requests, IntFunction<Call> calls)
      throws InterruptedException {
    return run(port, connections, requests, calls, Long.MIN_VALUE);
  }

  /**
   * So many a second, whether those before were answered or not; each is timed from when it was
   * due, so that waiting for others counts.
   */
  static Load paced(
      int port, int connections, int requests, double perSecond, IntFunction<Call> calls)
      throws InterruptedException {
    return run(port, connections, requests, calls, Math.round(1e9 / perSecond));
  }

  private static Load run(
      int port, int connections, int requests, IntFunction<Call> calls, long every)
      throws InterruptedException {
    var took = new double[requests];
    var next = new AtomicInteger();
    var began = System.nanoTime();
    Callers.run(
        connections,
        () -> {
          try (var connection = new EventConnection(port)) {
            for (var i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
              var request = calls.apply(i).bytes();
              var from = System.nanoTime();
              if (every > 0) {
                from = began + i * every;
                Lateness.parkUntil(from);
              }
              connection.post(request);
              took[i] = (System.nanoTime() - from) / 1e6;
            }
          }
        });
    var seconds = (System.nanoTime() - began) / 1e9;
    return new Load(requests / seconds, Samples.of(Arrays.stream(took).boxed().toList()));
  }
}
