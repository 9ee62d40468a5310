package dev.stayflow.local.chaos;

import dev.stayflow.local.stack.PartReport;
import dev.stayflow.local.stack.RunningStack;
import dev.stayflow.local.stack.StackFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Kills parts of the stack at random, keeps some of them down for a while, empties Redis. */
final class Faults implements AutoCloseable {
  private static final Duration PAUSE_AT_MOST = Duration.ofMillis(4500);
  private static final Duration DOWN_AT_MOST = Duration.ofSeconds(6);
  private static final int REDIS_ANSWERS_WITHIN_MILLIS = 2000;
  private static final Duration BACK_WITHIN = Duration.ofSeconds(90);

  /** What a stack cannot do without is hit more often than chance would. */
  private static final List<String> SERVERS =
      List.of("postgres", "kafka", "redis", "dispatcher", "eventing");

  private final RunningStack stack;
  private final RandomGenerator random;
  private final List<String> parts;
  private final Set<String> down = ConcurrentHashMap.newKeySet();
  private final List<Thread> outages = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> injected = new TreeMap<>();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("faults").unstarted(this::run);
  private volatile String latest = "none yet";

  /**
   * @param oneShot parts that have ended by themselves
   */
  Faults(RunningStack stack, RandomGenerator random, String oneShot) {
    this.stack = stack;
    this.random = random;
    this.parts =
        stack.parts().stream().map(PartReport::name).filter(name -> !name.equals(oneShot)).toList();
  }

  void begin() {
    thread.start();
  }

  /** In words, how often. */
  synchronized Map<String, Integer> injected() {
    return new TreeMap<>(injected);
  }

  synchronized int count() {
    return injected.values().stream().mapToInt(Integer::intValue).sum();
  }

  String latest() {
    return latest;
  }

  private void run() {
    try {
      while (!stops(between(PAUSE_AT_MOST))) {
        inject();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void inject() {
    var part = oneOf(random.nextInt(3) == 0 ? SERVERS : parts);
    switch (random.nextInt(8)) {
      case 0 -> flushRedis();
      case 1, 2, 3 -> outage(part);
      case 4 -> killTogether(part, oneOf(parts));
      default -> kill(part);
    }
  }

  private void kill(String part) {
    note("kill " + part);
    stack.kill(part);
  }

  private void killTogether(String one, String other) {
    note("kill " + one);
    note("kill " + other);
    stack.kill(one);
    stack.kill(other);
  }

  /** Meanwhile other faults go on. */
  private void outage(String part) {
    var length = between(DOWN_AT_MOST);
    if (down.add(part)) {
      note("outage of " + part);
      stack.hold(part);
      outages.add(Thread.ofVirtual().start(() -> end(part, length)));
    }
  }

  private void end(String part, Duration length) {
    try {
      stops(length);
      stack.release(part, BACK_WITHIN);
    } catch (StackFailure notBack) {
      latest = String.valueOf(notBack.getMessage()); // in the end it is asked once more
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      down.remove(part);
    }
  }

  /** Nothing to note while Redis is away by another fault. */
  private void flushRedis() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), stack.port("redis"))) {
      socket.setSoTimeout(REDIS_ANSWERS_WITHIN_MILLIS);
      socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().read() == '+') {
        note("flush of redis");
      }
    } catch (IOException away) {
      latest = "redis was away when it was to be emptied";
    }
  }

  private synchronized void note(String fault) {
    injected.merge(fault, 1, Integer::sum);
    latest = fault;
  }

  private String oneOf(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }

  private Duration between(Duration most) {
    return Duration.ofMillis(500 + random.nextLong(most.toMillis() - 500));
  }

  /** Waits; true when there are to be no more faults. */
  private boolean stops(Duration time) throws InterruptedException {
    return stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Lets everything come back, within a minute and a half all together.
   *
   * @return the parts that do not
   */
  List<String> endAndAwaitReady() throws InterruptedException {
    close();
    var end = System.nanoTime() + BACK_WITHIN.toNanos();
    if (thread.isAlive()) { // a short run ends before there are faults
      thread.join(BACK_WITHIN);
    }
    for (var outage : outages) {
      outage.join(until(end));
    }
    var away = new ArrayList<String>();
    for (var part : parts) {
      try {
        stack.awaitReady(part, until(end));
      } catch (StackFailure notBack) {
        away.add(notBack.getMessage());
      }
    }
    return away;
  }

  private static Duration until(long end) {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  @Override
  public void close() {
    stopping.countDown();
  }
}
