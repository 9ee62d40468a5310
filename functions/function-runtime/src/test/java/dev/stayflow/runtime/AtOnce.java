package dev.stayflow.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Lets many callers do something at the same moment. */
public final class AtOnce {
  private AtOnce() {}

  /**
   * What each of {@code times} callers got, in the order of their numbers; a fault of one is the
   * test's.
   *
   * @param call makes what a caller does, for callers from 0; all are made before the first begins
   */
  public static <T> List<T> call(int times, IntFunction<Callable<T>> call) {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<T>> futures = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < times; i++) {
        Callable<T> mine = call.apply(i);
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return mine.call();
                }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    } catch (ExecutionException fault) {
      throw new AssertionError("one of the calls failed", fault.getCause());
    }
  }
}
