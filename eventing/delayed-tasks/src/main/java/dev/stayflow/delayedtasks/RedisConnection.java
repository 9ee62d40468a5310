package dev.stayflow.delayedtasks;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.BaseStatusListener;
import org.redisson.api.redisnode.RedisNode;
import org.redisson.api.redisnode.RedisNodes;
import org.redisson.client.RedisException;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/**
 * The way to Redis, shared by clients, servers and inspectors of a process. Opening it does not
 * connect: Redis may come later, or go and come back, and each call finds out for itself.
 */
public final class RedisConnection implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
  private static final Duration RECONNECT_AFTER = Duration.ofMillis(200);

  private final RedissonClient redisson;
  private final RScript scripts;
  private final String address;
  private volatile boolean keepsEverything;

  private RedisConnection(RedissonClient redisson, String address) {
    this.redisson = redisson;
    this.scripts = redisson.getScript(ByteArrayCodec.INSTANCE);
    this.address = address;
  }

  /**
   * Prepares the way, without going it.
   *
   * @param address {@code redis://host:port}, or {@code rediss://} with TLS
   */
  public static RedisConnection open(URI address, @Nullable String password) {
    var config = new Config();
    config.setLazyInitialization(true);
    config.setThreads(2);
    config.setNettyThreads(2);
    config.setUseScriptCache(true);
    if (password != null) {
      config.setPassword(password);
    }
    config
        .useSingleServer()
        .setAddress(address.toString())
        // A repeated claim would lease a second batch while the first waits out its lease.
        .setRetryAttempts(0)
        .setTimeout((int) ANSWER_WITHIN.toMillis())
        .setConnectTimeout((int) CONNECT_WITHIN.toMillis())
        .setReconnectionDelay(new ConstantDelay(RECONNECT_AFTER))
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(2)
        .setSubscriptionConnectionPoolSize(2)
        .setDnsMonitoringInterval(-1);
    return new RedisConnection(Redisson.create(config), address.toString());
  }

  /**
   * Asks Redis what it does when it is full.
   *
   * @throws EvictingRedis when Redis may delete tasks
   * @throws RedisUnavailable when it cannot be asked
   */
  public void requireNoEviction() {
    try {
      for (var node : masters()) {
        // INFO works where a managed Redis forbids CONFIG
        var policy = node.info(RedisNode.InfoSection.MEMORY).get("maxmemory_policy");
        if (policy != null && !policy.equals("noeviction")) {
          keepsEverything = false;
          throw new EvictingRedis(address, policy);
        }
      }
      keepsEverything = true;
    } catch (RedisException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void close() {
    redisson.shutdown(0, 2, TimeUnit.SECONDS);
  }

  /** Runs a script that answers a list. Strings and numbers become UTF-8 text. */
  List<@Nullable Object> run(Script script, RedisKeys keys, List<?> arguments) {
    requireOnce();
    return asking(
        () ->
            scripts.eval(
                keys.key(script.parts().getFirst()),
                RScript.Mode.READ_WRITE,
                script.text(),
                RScript.ReturnType.LIST,
                keys.of(script),
                bytes(arguments)));
  }

  /**
   * Like {@link #run}, without waiting: what that throws, this completes with. The first call of a
   * connection may wait, because Redis is asked first whether it evicts.
   */
  CompletionStage<List<@Nullable Object>> runAsync(
      Script script, RedisKeys keys, List<?> arguments) {
    try {
      requireOnce();
      return scripts
          .<List<@Nullable Object>>evalAsync(
              keys.key(script.parts().getFirst()),
              RScript.Mode.READ_WRITE,
              script.text(),
              RScript.ReturnType.LIST,
              keys.of(script),
              bytes(arguments))
          .exceptionallyCompose(e -> CompletableFuture.failedFuture(translated(e)));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(translated(e));
    }
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
    requireOnce();
    return asking(
        () ->
            scripts.<Long>eval(
                keys.key(script.parts().getFirst()),
                RScript.Mode.READ_WRITE,
                script.text(),
                RScript.ReturnType.LONG,
                keys.of(script),
                bytes(arguments)));
  }

  /**
   * Listens to what is announced of a queue.
   *
   * @param news gets what was announced, or 0 when announcements may have been missed before
   */
  void listen(RedisKeys keys, Consumer<String> news) {
    var topic = redisson.getTopic(keys.key(QueuePart.WAKE), StringCodec.INSTANCE);
    asking(() -> topic.addListener(String.class, (channel, message) -> news.accept(message)));
    asking(
        () ->
            topic.addListener(
                new BaseStatusListener() {
                  @Override
                  public void onSubscribe(String channel) {
                    news.accept("0");
                  }
                }));
  }

  private void requireOnce() {
    if (!keepsEverything) {
      requireNoEviction();
    }
  }

  private <R> R asking(Supplier<R> question) {
    try {
      return question.get();
    } catch (RedisException e) {
      throw unavailable(e);
    }
  }

  private Throwable translated(Throwable e) {
    return switch (e) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          translated(wrapped.getCause());
      case RedisException fault -> unavailable(fault);
      default -> e;
    };
  }

  private List<RedisNode> masters() {
    return List.of(redisson.getRedisNodes(RedisNodes.SINGLE).getInstance());
  }

  private RedisUnavailable unavailable(RedisException e) {
    return new RedisUnavailable("Redis at " + address + " does not answer: " + rootOf(e), e);
  }

  /** What Redisson wraps tells more than its own message does. */
  private static Throwable rootOf(Throwable e) {
    var cause = e.getCause();
    return cause == null ? e : rootOf(cause);
  }

  private static Object[] bytes(List<?> arguments) {
    var bytes = new Object[arguments.size()];
    for (var i = 0; i < bytes.length; i++) {
      var argument = arguments.get(i);
      bytes[i] =
          argument instanceof byte[]
              ? argument
              : argument.toString().getBytes(StandardCharsets.UTF_8);
    }
    return bytes;
  }
}
