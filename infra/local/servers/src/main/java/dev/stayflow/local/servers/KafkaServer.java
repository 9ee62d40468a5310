package dev.stayflow.local.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One Kafka broker that is its own KRaft controller, inside this Java process: for tests. {@link
 * KafkaServerProcess} gives it a process of its own. Topics are created on purpose only, unless
 * {@code auto.create.topics.enable} is set.
 */
public final class KafkaServer implements AutoCloseable {
  private static final String NAME = "Kafka";
  private static final int NODE = 1;

  /** Always the same, so that a directory fits its cluster again; base64 of "stayflow-local-0". */
  private static final String CLUSTER_ID = "c3RheWZsb3ctbG9jYWwtMA";

  private final StateDirectory state;
  private final KafkaRaftServer server;
  private final int port;

  private KafkaServer(StateDirectory state, KafkaRaftServer server, int port) {
    this.state = state;
    this.server = server;
    this.port = port;
  }

  /**
   * Starts the broker, which accepts clients when this returns. Data stays in the directory.
   *
   * @param port 0 for a free one
   * @throws ServerFailure when it does not start
   * @throws PortTaken when another process listens on the port
   */
  public static KafkaServer start(Path stateDirectory, int port) {
    return start(stateDirectory, port, Map.of());
  }

  /**
   * Like {@link #start(Path, int)}.
   *
   * @param settings broker settings as in Kafka's server.properties
   */
  public static KafkaServer start(Path stateDirectory, int port, Map<String, String> settings) {
    var state = StateDirectory.hold(NAME, stateDirectory);
    try {
      var chosen = Ports.choose(NAME, port);
      var data = state.path().resolve("data");
      format(data);
      var properties = new HashMap<String, String>(settings(data, chosen, Ports.free()));
      properties.putAll(settings);
      var server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
      server.startup();
      return new KafkaServer(state, server, chosen);
    } catch (ServerFailure e) {
      state.close();
      throw e;
    } catch (Exception e) {
      state.close();
      throw new ServerFailure(
          "Kafka did not start on %s: %s".formatted(stateDirectory, rootCause(e)), e);
    }
  }

  /** Starts a broker on a free port whose data is deleted when this Java process ends. */
  public static KafkaServer startTemporary() {
    var directory = StateDirectory.temporary(NAME);
    var server = start(directory, 0);
    StateDirectory.deleteAtExit(directory, server::close);
    return server;
  }

  public int port() {
    return port;
  }

  /** {@code localhost:port}, for clients. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  /**
   * Stops the broker after it has handed over and written everything. Closing twice is harmless.
   */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    state.close();
  }

  private static Throwable rootCause(Throwable failure) {
    var cause = failure.getCause();
    return cause == null ? failure : rootCause(cause);
  }

  private static void format(Path data) throws Exception {
    Files.createDirectories(data);
    new Formatter()
        .setNodeId(NODE)
        .setClusterId(CLUSTER_ID)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(data.toString())
        .addDirectory(data.toString())
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
        // a directory that was formatted before stays as it is
        .setIgnoreFormatted(true)
        .run();
  }

  private static Map<String, String> settings(Path data, int port, int controllerPort) {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", Integer.toString(NODE)),
        Map.entry("log.dirs", data.toString()),
        Map.entry(
            "listeners",
            "CLIENT://localhost:%d,CONTROLLER://localhost:%d".formatted(port, controllerPort)),
        Map.entry("advertised.listeners", "CLIENT://localhost:" + port),
        Map.entry("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("inter.broker.listener.name", "CLIENT"),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry("controller.quorum.voters", NODE + "@localhost:" + controllerPort),
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("offsets.topic.num.partitions", "4"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("share.coordinator.state.topic.replication.factor", "1"),
        Map.entry("share.coordinator.state.topic.min.isr", "1"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // small: it shares a laptop with twenty other processes
        Map.entry("num.network.threads", "2"),
        Map.entry("num.io.threads", "4"),
        Map.entry("background.threads", "2"),
        Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
        Map.entry("log.index.size.max.bytes", "1048576"));
  }
}
