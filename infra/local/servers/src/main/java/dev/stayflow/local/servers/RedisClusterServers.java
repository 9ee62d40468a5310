package dev.stayflow.local.servers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A Redis Cluster of three masters that share all slots, and a replica of each when wanted: child
 * processes of this Java process, whose data is deleted when it ends.
 */
public final class RedisClusterServers implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final List<RedisServer> masters;
  private final List<RedisServer> replicas;

  private RedisClusterServers(List<RedisServer> masters, List<RedisServer> replicas) {
    this.masters = masters;
    this.replicas = replicas;
  }

  /**
   * Starts the masters and waits until all of them serve.
   *
   * @param options as on Redis's command line, for every node
   */
  public static RedisClusterServers startTemporary(String... options) {
    return start(0, options);
  }

  /** Like {@link #startTemporary}, with a replica of each master, which takes over after 2 s. */
  public static RedisClusterServers startTemporaryWithReplicas(String... options) {
    return start(MASTERS, options);
  }

  private static RedisClusterServers start(int replicas, String... options) {
    var nodes = new ArrayList<RedisServer>();
    for (var i = 0; i < MASTERS + replicas; i++) {
      nodes.add(startNode(options));
    }
    var cluster =
        new RedisClusterServers(
            List.copyOf(nodes.subList(0, MASTERS)),
            List.copyOf(nodes.subList(MASTERS, nodes.size())));
    cluster.join();
    return cluster;
  }

  /** The nodes that began as masters; each has a third of the slots, in order. */
  public List<RedisServer> masters() {
    return masters;
  }

  /** The nodes that began as replicas of the masters, in the same order; or none. */
  public List<RedisServer> replicas() {
    return replicas;
  }

  /** {@code redis+cluster://localhost:port,localhost:port,localhost:port}. */
  public String url() {
    return masters.stream()
        .map(master -> "localhost:" + master.port())
        .collect(Collectors.joining(",", "redis+cluster://", ""));
  }

  /** The master that holds a key. */
  public RedisServer masterOf(String key) {
    var slot = Integer.parseInt(masters.getFirst().ask("CLUSTER", "KEYSLOT", key));
    return masters.get((int) ((long) slot * MASTERS / SLOTS));
  }

  @Override
  public void close() {
    nodes().forEach(RedisServer::close);
  }

  private static RedisServer startNode(String... options) {
    var cluster = List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "2000");
    return RedisServer.startTemporary(
        Ports.freeForClusterNode(),
        Stream.concat(cluster.stream(), Stream.of(options)).toArray(String[]::new));
  }

  private void join() {
    for (var i = 0; i < MASTERS; i++) {
      masters.get(i).ask(addSlots(i));
      masters.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
    var first = masters.getFirst();
    for (var node : nodes()) {
      node.ask("CLUSTER", "MEET", "127.0.0.1", Integer.toString(first.port()));
    }
    await(() -> nodes().stream().allMatch(node -> knowsAll(node)));
    for (var i = 0; i < replicas.size(); i++) {
      replicas.get(i).ask("CLUSTER", "REPLICATE", masters.get(i).ask("CLUSTER", "MYID"));
    }
    await(() -> nodes().stream().allMatch(RedisClusterServers::serves));
    await(() -> replicas.stream().allMatch(RedisClusterServers::follows));
  }

  private static String[] addSlots(int master) {
    var from = (SLOTS * master + MASTERS - 1) / MASTERS;
    var to = (SLOTS * (master + 1) + MASTERS - 1) / MASTERS;
    return Stream.concat(
            Stream.of("CLUSTER", "ADDSLOTS"), IntStream.range(from, to).mapToObj(Integer::toString))
        .toArray(String[]::new);
  }

  private boolean knowsAll(RedisServer node) {
    return node.ask("CLUSTER", "INFO").contains("cluster_known_nodes:" + nodes().size());
  }

  private static boolean serves(RedisServer node) {
    var info = node.ask("CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_size:" + MASTERS);
  }

  private static boolean follows(RedisServer replica) {
    return replica.ask("INFO", "replication").contains("master_link_status:up");
  }

  private List<RedisServer> nodes() {
    return Stream.concat(masters.stream(), replicas.stream()).toList();
  }

  private void await(BooleanSupplier ready) {
    try {
      masters.getFirst().await(LIMIT, ready);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }
}
