package dev.stayflow.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The dispatcher over HTTP, with those who send to it and the sink that it sends to on the same
 * machine.
 */
final class Delivering {
  static final int CONNECTIONS = 50;
  private static final int BATCH = 100;

  /** Nothing that a round leaves behind becomes due during the others. */
  private static final int LATER_HOURS = 48;

  private final RedisUnderTest redis;
  private final LocalSink sink;
  private final ServiceProcess dispatcher;
  private final AtomicLong ids = new AtomicLong(System.nanoTime());

  Delivering(RedisUnderTest redis, LocalSink sink, ServiceProcess dispatcher) {
    this.redis = redis;
    this.sink = sink;
    this.dispatcher = dispatcher;
  }

  /** The sink alone, asked by those who ask the dispatcher else. */
  Cost yardstick(int posts) throws InterruptedException {
    return cost(posts, () -> post(sink.port(), posts, later()));
  }

  /** Each event a request. */
  Cost storeSingle(int events) throws InterruptedException {
    return cost(events, () -> post(dispatcher.port(), events, later()));
  }

  /** A hundred events a request. */
  Cost storeBatches(int events) throws InterruptedException {
    return cost(events, () -> postBatches(events, later()));
  }

  /** What was stored before and is all due at one time; from then until the last has come. */
  Cost deliverBacklog(int events, long storedPerSecond) throws InterruptedException {
    var came = new Finish(events);
    sink.tells(late -> came.ran());
    var due = Instant.now().plusMillis(1000 + 1500L * events / storedPerSecond);
    postBatches(events, due);
    var left = Instant.now().until(due, ChronoUnit.NANOS);
    if (left < 0) {
      throw new BenchFailure("The backlog was not stored in time; the machine is too busy");
    }
    Thread.sleep(java.time.Duration.ofNanos(left));
    return cost(events, came::await);
  }

  /** Stored one by one, due at once; until the last has come. */
  Cost storeAndDeliver(int events) throws InterruptedException {
    var came = new Finish(events);
    sink.tells(late -> came.ran());
    return cost(
        events,
        () -> {
          post(dispatcher.port(), events, Instant.now());
          came.await();
        });
  }

  /** As many a second, due at random one to two seconds later; how late each comes, in ms. */
  ConcurrentLinkedQueue<Double> lateness(int events, int perSecond) throws InterruptedException {
    var late = new ConcurrentLinkedQueue<Double>();
    var came = new Finish(events);
    sink.tells(
        ms -> {
          late.add(ms);
          came.ran();
        });
    var random = new java.util.SplittableRandom();
    var next = new AtomicInteger();
    var began = System.nanoTime();
    Callers.run(
        CONNECTIONS,
        () -> {
          try (var connection = new EventConnection(dispatcher.port())) {
            for (var i = next.getAndIncrement(); i < events; i = next.getAndIncrement()) {
              Lateness.parkUntil(began + i * 1_000_000_000L / perSecond);
              var delay = 1000 + random.split().nextInt(1000);
              connection.post(EventConnection.event(id(), Instant.now().toEpochMilli() + delay));
            }
          }
        });
    came.await();
    return late;
  }

  private void post(int port, int events, Instant due) throws InterruptedException {
    var next = new AtomicInteger();
    var at = due.toEpochMilli();
    Callers.run(
        CONNECTIONS,
        () -> {
          try (var connection = new EventConnection(port)) {
            while (next.getAndIncrement() < events) {
              connection.post(EventConnection.event(id(), at));
            }
          }
        });
  }

  private void postBatches(int events, Instant due) throws InterruptedException {
    var left = new AtomicInteger(events);
    Callers.run(
        CONNECTIONS,
        () -> {
          try (var connection = new EventConnection(dispatcher.port())) {
            for (var some = take(left); some > 0; some = take(left)) {
              connection.post(EventConnection.batch(newIds(some), due.toEpochMilli()));
            }
          }
        });
  }

  private static int take(AtomicInteger left) {
    return Math.min(BATCH, left.getAndAdd(-BATCH));
  }

  private List<String> newIds(int count) {
    return IntStream.range(0, count).mapToObj(i -> id()).toList();
  }

  private String id() {
    return Long.toString(ids.getAndIncrement(), Character.MAX_RADIX);
  }

  private static Instant later() {
    return Instant.now().plus(LATER_HOURS, ChronoUnit.HOURS);
  }

  /**
   * How fast it went.
   *
   * @param dispatcherMicros processor time of the dispatcher for each event
   * @param redisMicros of Redis
   */
  record Cost(double perSecond, double dispatcherMicros, double redisMicros) {}

  private Cost cost(int events, Throughput.Work work) throws InterruptedException {
    var redisBefore = redis.socket().cpuSeconds();
    var before = dispatcher.cpu();
    var began = System.nanoTime();
    work.run();
    var took = System.nanoTime() - began;
    return new Cost(
        events * 1e9 / took,
        dispatcher.cpu().minus(before).toNanos() / 1e3 / events,
        (redis.socket().cpuSeconds() - redisBefore) * 1e6 / events);
  }
}
