package dev.stayflow.bench;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Several threads of a program that do the same at once. */
final class Callers {
  private Callers() {}

  /**
   * Returns when all are through.
   *
   * @throws BenchFailure when one fails
   */
  static void run(int count, Runnable each) throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = IntStream.range(0, count).<Future<?>>mapToObj(i -> threads.submit(each)).toList();
      for (var call : calls) {
        call.get();
      }
    } catch (ExecutionException e) {
      throw new BenchFailure("A caller gave up: " + e.getCause(), e);
    }
  }
}
