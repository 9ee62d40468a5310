package dev.stayflow.delayedtasks;

import java.time.Duration;
import org.redisson.config.BaseConfig;
import org.redisson.config.BaseMasterSlaveServersConfig;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;
import org.redisson.config.ReadMode;
import org.redisson.config.SubscriptionMode;

/** The settings as Redisson wants them. */
final class RedissonConfig {
  static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  /** Below 10, Redisson sends the next command on a connection without awaiting the last answer. */
  private static final int CONNECTIONS = 8;

  private static final int IDLE_CONNECTIONS = 2;
  private static final int SUBSCRIBED_CONNECTIONS = 2;

  /** How often to look for a new master, in ms. */
  private static final int LOOK_AROUND = 1000;

  private static final Duration RECONNECT_AFTER = Duration.ofMillis(200);

  private RedissonConfig() {}

  static Config of(RedisSettings settings) {
    var config = new Config();
    config.setThreads(2);
    config.setNettyThreads(2);
    // EVALSHA and what to do when it fails is RedisConnection's
    config.setUseScriptCache(false);
    // else each argument is examined for being one of Redisson's own objects
    config.setReferenceEnabled(false);
    settings.user().ifPresent(config::setUsername);
    settings.password().ifPresent(config::setPassword);
    if (!settings.authorities().isEmpty()) {
      config.setSslTrustManagerFactory(TrustedAuthorities.trust(settings.authorities()));
    }
    var scheme = settings.tls() ? "rediss://" : "redis://";
    var nodes = settings.nodes().stream().map(node -> scheme + node).toArray(String[]::new);
    switch (settings.shape()) {
      case RedisSettings.Shape.Single() -> single(config, nodes[0], settings);
      case RedisSettings.Shape.Sentinel(var master) -> sentinel(config, nodes, master, settings);
      case RedisSettings.Shape.Cluster() -> cluster(config, nodes, settings);
    }
    return config;
  }

  private static void single(Config config, String node, RedisSettings settings) {
    var single = config.useSingleServer();
    common(single, settings);
    single
        .setAddress(node)
        .setDatabase(settings.database())
        .setConnectionPoolSize(CONNECTIONS)
        .setConnectionMinimumIdleSize(IDLE_CONNECTIONS)
        .setSubscriptionConnectionPoolSize(SUBSCRIBED_CONNECTIONS);
  }

  private static void sentinel(
      Config config, String[] nodes, String master, RedisSettings settings) {
    var sentinel = config.useSentinelServers();
    common(sentinel, settings);
    masters(sentinel);
    sentinel
        .addSentinelAddress(nodes)
        .setMasterName(master)
        .setDatabase(settings.database())
        .setScanInterval(LOOK_AROUND)
        // how many there should be is not for a client to say
        .setCheckSentinelsList(false);
  }

  private static void cluster(Config config, String[] nodes, RedisSettings settings) {
    var cluster = config.useClusterServers();
    common(cluster, settings);
    masters(cluster);
    cluster.addNodeAddress(nodes).setScanInterval(LOOK_AROUND);
  }

  private static void common(BaseConfig<?> config, RedisSettings settings) {
    // A repeated claim would lease a second batch while the first waits out its lease.
    config.setRetryAttempts(0);
    config.setTimeout((int) settings.answerWithin().toMillis());
    config.setConnectTimeout((int) CONNECT_WITHIN.toMillis());
    config.setReconnectionDelay(new ConstantDelay(RECONNECT_AFTER));
  }

  /** Replicas are not asked: what they know is old. */
  private static void masters(BaseMasterSlaveServersConfig<?> config) {
    config.setReadMode(ReadMode.MASTER);
    config.setSubscriptionMode(SubscriptionMode.MASTER);
    config.setMasterConnectionPoolSize(CONNECTIONS);
    config.setMasterConnectionMinimumIdleSize(IDLE_CONNECTIONS);
    config.setSubscriptionConnectionPoolSize(SUBSCRIBED_CONNECTIONS);
  }
}
