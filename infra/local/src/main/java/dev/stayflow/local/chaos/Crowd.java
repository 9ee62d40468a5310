package dev.stayflow.local.chaos;

import dev.stayflow.local.stack.RunningStack;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Guests who come at a steady pace, each on a thread of their own. */
final class Crowd implements AutoCloseable {
  private static final long FIRST_GUEST = 1_000_000;

  private final RunningStack stack;
  private final Client client;
  private final Ledger ledger;
  private final SplittableRandom random;
  private final Duration payWithin;
  private final Map<Long, Long> hosts;
  private final ExecutorService guests = Executors.newVirtualThreadPerTaskExecutor();
  private long next = FIRST_GUEST;

  /**
   * @param hosts the owners of homestays, by the homestays' numbers
   */
  Crowd(
      RunningStack stack,
      Client client,
      Ledger ledger,
      SplittableRandom random,
      Duration payWithin,
      Map<Long, Long> hosts) {
    this.stack = stack;
    this.client = client;
    this.ledger = ledger;
    this.random = random;
    this.payWithin = payWithin;
    this.hosts = hosts;
  }

  /** One more guest comes. */
  void arrives() {
    guests.execute(
        new Guest(
            stack,
            client,
            ledger,
            random.split(),
            next++,
            payWithin,
            homestay -> hosts.getOrDefault(homestay, 0L)));
  }

  /** Returns when all have done what they meant to do, or when the limit is over. */
  void awaitGone(Duration limit) throws InterruptedException {
    guests.shutdown();
    if (!guests.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      guests.shutdownNow();
    }
  }

  @Override
  public void close() {
    guests.shutdownNow();
  }
}
