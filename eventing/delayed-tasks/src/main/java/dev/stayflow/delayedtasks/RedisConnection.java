package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.RFuture;
import org.redisson.api.RScript;
import org.redisson.api.RScriptAsync;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.BaseStatusListener;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;

/**
 * The way to Redis, shared by clients, servers and inspectors of a process. Opening it does not
 * connect: Redis may come later, or go and come back, and each call finds out for itself.
 *
 * <p>The first call that reaches Redis checks whether it fits the settings; until one passes, calls
 * throw {@link RedisUnavailable} or {@link RedisRefused}.
 */
public final class RedisConnection implements AutoCloseable {
  /** Redisson gives up by itself; this is for the day when it does not. */
  private static final int PATIENCE = 3;

  /** Each call that awaits replicas keeps a connection to itself, and claims need some too. */
  private static final int AWAITING_REPLICAS = 3;

  private final RedisSettings settings;
  private final RedisFaults faults;
  private final Semaphore awaitingReplicas = new Semaphore(AWAITING_REPLICAS);
  private volatile @Nullable RedissonClient redisson;
  private volatile boolean keepsEverything;
  private @Nullable RuntimeException failure;
  private long failedAt;
  private boolean closed;

  private RedisConnection(RedisSettings settings) {
    this.settings = settings;
    this.faults = new RedisFaults(settings);
  }

  /** Prepares the way, without going it. */
  public static RedisConnection open(RedisSettings settings) {
    return new RedisConnection(settings);
  }

  /**
   * Asks Redis, or each master of a Cluster, what it does when it is full.
   *
   * @throws EvictingRedis when Redis may delete tasks
   * @throws RedisRefused when the settings do not fit this Redis
   * @throws RedisUnavailable when it cannot be asked
   */
  public void requireNoEviction() {
    var connected = connected();
    try {
      for (var node : masters(connected)) {
        // INFO works where a managed Redis forbids CONFIG
        var policy = node.info(RedisNode.InfoSection.MEMORY).get("maxmemory_policy");
        if (policy != null && !policy.equals("noeviction")) {
          keepsEverything = false;
          throw new EvictingRedis(settings.toString(), policy);
        }
      }
      keepsEverything = true;
    } catch (RedisException e) {
      throw thrown(e);
    }
  }

  /** What Redis, or each master of a Cluster, tells of itself. */
  List<RedisNodeInfo> info() {
    var connected = ready();
    try {
      return masters(connected).stream().map(RedisNodeInfo::of).toList();
    } catch (RedisException e) {
      throw thrown(e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (redisson != null) {
      redisson.shutdown(0, 2, TimeUnit.SECONDS);
    }
  }

  /** Runs a script that answers a list. Strings and numbers become UTF-8 text. */
  List<@Nullable Object> run(Script script, RedisKeys keys, List<?> arguments) {
    return await(runAsync(script, keys, arguments));
  }

  /** Waits for an answer; throws what it completes with. */
  static <T> T await(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Runs a script that answers a number. */
  long runForNumber(Script script, RedisKeys keys, List<?> arguments) {
    return await(this.<Long>ask(script, keys, RScript.ReturnType.LONG, arguments));
  }

  /**
   * Like {@link #run}, without waiting: what that throws, this completes with. Until Redis was
   * reached for the first time it does wait, for a connection.
   */
  CompletionStage<List<@Nullable Object>> runAsync(
      Script script, RedisKeys keys, List<?> arguments) {
    return ask(script, keys, RScript.ReturnType.LIST, arguments);
  }

  /**
   * Like {@link #run}, for a script that stores tasks: they are on as many replicas as the settings
   * ask for when it returns.
   *
   * @throws NotReplicated when those were too slow; stored they are
   */
  List<@Nullable Object> store(Script script, RedisKeys keys, List<?> arguments) {
    if (settings.replicas() == 0) {
      return run(script, keys, arguments);
    }
    awaitingReplicas.acquireUninterruptibly();
    try {
      return await(replicated(script, keys, arguments));
    } finally {
      awaitingReplicas.release();
    }
  }

  /** Like {@link #store}, without waiting. */
  CompletionStage<List<@Nullable Object>> storeAsync(
      Script script, RedisKeys keys, List<?> arguments) {
    return settings.replicas() == 0
        ? runAsync(script, keys, arguments)
        // which waits for its turn
        : CompletableFuture.supplyAsync(
            () -> store(script, keys, arguments), Thread::startVirtualThread);
  }

  /**
   * Listens to what is announced of a queue.
   *
   * @param news gets what was announced, or 0 when announcements may have been missed before
   */
  void listen(RedisKeys keys, Consumer<String> news) {
    var topic = connected().getTopic(keys.key(QueuePart.WAKE), StringCodec.INSTANCE);
    try {
      topic.addListener(String.class, (channel, message) -> news.accept(message));
      topic.addListener(
          new BaseStatusListener() {
            @Override
            public void onSubscribe(String channel) {
              news.accept("0");
            }
          });
    } catch (RedisException e) {
      throw thrown(e);
    }
  }

  private <R> CompletableFuture<R> ask(
      Script script, RedisKeys keys, RScript.ReturnType type, List<?> arguments) {
    try {
      var scripts = ready().getScript(ByteArrayCodec.INSTANCE);
      var call = new ScriptCall<R>(script, keys, type, arguments);
      return within(
          settings.answerWithin(), call.made(way -> way.apply(scripts).toCompletableFuture()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(faults.translated(e));
    }
  }

  private CompletableFuture<List<@Nullable Object>> replicated(
      Script script, RedisKeys keys, List<?> arguments) {
    try {
      var connected = ready();
      var call =
          new ScriptCall<List<@Nullable Object>>(script, keys, RScript.ReturnType.LIST, arguments);
      return within(
          settings.answerWithin().plus(settings.replicatedWithin()),
          call.made(way -> onReplicas(connected, way)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(faults.translated(e));
    }
  }

  /** WAIT counts for what its own connection has seen, so both go in one batch. */
  private <R> CompletableFuture<R> onReplicas(
      RedissonClient connected, Function<RScriptAsync, RFuture<R>> way) {
    var batch =
        connected.createBatch(
            BatchOptions.defaults().sync(settings.replicas(), settings.replicatedWithin()));
    var answer = way.apply(batch.getScript(ByteArrayCodec.INSTANCE)).toCompletableFuture();
    return batch
        .executeAsync()
        .toCompletableFuture()
        .thenCompose(
            result -> {
              if (result.getSyncedSlaves() < settings.replicas()) {
                throw new NotReplicated(
                    settings.toString(), result.getSyncedSlaves(), settings.replicas());
              }
              return answer;
            });
  }

  private <R> CompletableFuture<R> within(Duration limit, CompletableFuture<R> answer) {
    return answer
        .orTimeout(limit.multipliedBy(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(e -> CompletableFuture.failedFuture(faults.translated(e)));
  }

  private RuntimeException thrown(Throwable e) {
    return faults.translated(e) instanceof RuntimeException fault
        ? fault
        : new IllegalStateException(e);
  }

  private RedissonClient ready() {
    var connected = connected();
    if (!keepsEverything) {
      requireNoEviction();
    }
    return connected;
  }

  private RedissonClient connected() {
    var connected = redisson;
    return connected == null ? connect(System.nanoTime()) : connected;
  }

  /** Who had to wait while another tried in vain shares its failure, or a crowd would queue up. */
  private synchronized RedissonClient connect(long asked) {
    if (redisson != null) {
      return redisson;
    }
    if (closed) {
      throw new IllegalStateException("the connection to Redis was closed");
    }
    if (failure != null && failedAt - asked > 0) {
      throw failure;
    }
    try {
      new SettingsCheck(settings).run();
      var connected = Redisson.create(RedissonConfig.of(settings));
      redisson = connected;
      return connected;
    } catch (RuntimeException e) {
      failure = thrown(e);
      failedAt = System.nanoTime();
      throw failure;
    }
  }

  private Collection<? extends RedisNode> masters(RedissonClient connected) {
    return switch (settings.shape()) {
      case RedisSettings.Shape.Single() ->
          List.of(connected.getRedisNodes(RedisNodes.SINGLE).getInstance());
      case RedisSettings.Shape.Sentinel _ ->
          List.of(connected.getRedisNodes(RedisNodes.SENTINEL_MASTER_SLAVE).getMaster());
      case RedisSettings.Shape.Cluster() ->
          connected.getRedisNodes(RedisNodes.CLUSTER).getMasters();
    };
  }
}
