package dev.stayflow.delayedtasks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks when they are due, never before, each at least once. Any number of servers share the
 * work of a Redis. Keeps the JVM alive until it is stopped.
 */
public final class DelayedTaskServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(8);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);
  private static final long IDS = 2_821_109_907_456L; // 36^8
  private static final Logger LOG = LoggerFactory.getLogger(DelayedTaskServer.class);

  private enum State {
    NEW,
    ACTIVE,
    STOPPING,
    STOPPED
  }

  private final RedisConnection redis;
  private final ServerOptions options;
  private final Semaphore slots;
  private final Worker worker;
  private final List<ServedQueue> queues;
  private final Outage outage = new Outage("Running tasks");
  private final Driver driver;
  private final Bookkeeper bookkeeper;
  private final List<Beat> beats;
  private final Heartbeat heartbeat;
  private final Optional<Aggregator> aggregator;
  private final String id = Long.toString(new SecureRandom().nextLong(IDS), Character.MAX_RADIX);
  private volatile State state = State.NEW;
  private volatile Instant startedAt = Instant.EPOCH;

  /**
   * A server over a connection that stays the caller's.
   *
   * @param random spreads waits and shares slots; used by one thread at a time
   */
  public DelayedTaskServer(
      RedisConnection redis, ServerOptions options, TaskHandler handler, RandomGenerator random) {
    RandomGenerator oneAtATime =
        () -> {
          synchronized (random) {
            return random.nextLong();
          }
        };
    this.redis = redis;
    this.options = options;
    this.slots = new Semaphore(options.concurrency());
    this.worker = new Worker(new Attempts(handler, options, oneAtATime), slots);
    var bell = new Bell();
    var tokens = new Tokens(id);
    var exchangers =
        options.queues().keySet().stream()
            .map(queue -> new QueueStore(queue, redis))
            .map(store -> new Exchanger(store, options, worker, slots, outage, bell, tokens))
            .toList();
    this.queues = exchangers.stream().map(Exchanger::queue).toList();
    var shares = new Shares(options.queues().values(), options.strict(), oneAtATime);
    this.driver = new Driver(exchangers, shares, slots, redis, outage, bell);
    this.heartbeat = new Heartbeat(redis, this::snapshot, Heartbeat.EVERY);
    this.aggregator =
        options
            .groups()
            .map(
                groups ->
                    new Aggregator(
                        redis,
                        options.queues().keySet(),
                        groups,
                        options.lease(),
                        options.sweep(),
                        tokens));
    var renewer = new LeaseRenewer(options.lease(), queues);
    this.bookkeeper = new Bookkeeper(queues, redis);
    this.beats =
        List.of(
            new Beat("bookkeeper", Bookkeeper.EVERY, bookkeeper),
            new Beat("renewer", renewer.every(), renewer),
            new Beat("watch", Watch.EVERY, new Watch(queues)),
            new Beat("janitor", Janitor.EVERY, new Janitor(queues)),
            new Beat(
                "health", options.healthEvery(), () -> options.healthCheck().accept(health())));
  }

  /**
   * Begins to run tasks. When Redis is away, it begins once Redis comes.
   *
   * @throws RedisRefused when Redis is there and cannot be used as it is set up
   */
  public void start() {
    try {
      redis.requireNoEviction();
    } catch (RedisUnavailable e) {
      // the driver tells of it and tries again
    }
    startedAt = Instant.now();
    state = State.ACTIVE;
    beats.forEach(Beat::start);
    heartbeat.start();
    driver.start();
    aggregator.ifPresent(Aggregator::start);
  }

  /** Whether the last look at Redis succeeded, at most a sweep ago. */
  public boolean reachesRedis() {
    return outage.reached();
  }

  public ServerHealth health() {
    return new ServerHealth(
        outage.reached(), running().size(), slots.availablePermits(), outage.lastError());
  }

  /** For whoever shows the servers of a Redis. */
  ServerSnapshot snapshot() {
    var running = running();
    return new ServerSnapshot(
        id,
        hostName(),
        ProcessHandle.current().pid(),
        startedAt,
        options.queues(),
        options.strict(),
        options.concurrency(),
        state == State.STOPPING ? ServerSnapshot.Status.STOPPING : ServerSnapshot.Status.RUNNING,
        running.size(),
        running);
  }

  /**
   * Takes no more tasks, lets those that run come to an end, and hands back to Redis what did not
   * within the grace period: it is due at once, with no attempt used up. How the others ended is
   * told to Redis within the grace period or two more seconds.
   *
   * @return whether everything came to an end and Redis knows it
   */
  public synchronized boolean stop(Duration grace) throws InterruptedException {
    if (state == State.STOPPED) {
      return true;
    }
    state = State.STOPPING;
    heartbeat.beatNow();
    var graceEnds = System.nanoTime() + grace.toNanos();
    driver.stopClaiming();
    if (aggregator.isPresent()) {
      aggregator.get().stop(grace);
    }
    var ended = slots.tryAcquire(options.concurrency(), grace.toNanos(), TimeUnit.NANOSECONDS);
    if (!ended) {
      handBack();
    }
    var left = Duration.ofNanos(graceEnds - System.nanoTime());
    var told = driver.end(left.compareTo(LAST_WORDS) < 0 ? LAST_WORDS : left);
    if (!told) {
      LOG.atWarn().log("Redis is away: what was in hand comes back when its leases end");
    }
    beats.forEach(Beat::stop);
    if (told) {
      tellLastFigures();
    }
    heartbeat.stop();
    worker.close();
    state = State.STOPPED;
    return ended && told;
  }

  /** Stops within about 8 s. */
  @Override
  public void close() {
    try {
      stop(GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellLastFigures() {
    try {
      bookkeeper.run();
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("The last figures are lost");
    }
  }

  private void handBack() {
    var running = inHand().filter(Run::isRunning).toList();
    running.forEach(run -> run.end(Ending.release(run.lease())));
    running.forEach(Run::interrupt);
    LOG.atInfo()
        .addKeyValue("tasks", running.size())
        .log("Hands back what could not be finished in time");
  }

  private Stream<Run> inHand() {
    return queues.stream().flatMap(queue -> queue.inHand().stream());
  }

  private List<ServerSnapshot.RunningTask> running() {
    return inHand().filter(Run::isRunning).map(DelayedTaskServer::running).toList();
  }

  private static ServerSnapshot.RunningTask running(Run run) {
    var task = run.view().task();
    return new ServerSnapshot.RunningTask(
        task.id(), task.type(), run.view().claimedAt(), run.limit().instant(run.lease()));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
