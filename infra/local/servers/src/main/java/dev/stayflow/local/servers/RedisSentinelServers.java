package dev.stayflow.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A Redis, a replica of it, and three Sentinels that let the replica take over 1 s after the first
 * went away: child processes of this Java process, whose data is deleted when it ends.
 */
public final class RedisSentinelServers implements AutoCloseable {
  /** What the Sentinels call the master. */
  public static final String MASTER = "tasks";

  private static final String NAME = "Sentinel";
  private static final int SENTINELS = 3;
  private static final int QUORUM = 2;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

  private final RedisServer first;
  private final RedisServer second;
  private final List<Sentinel> sentinels = new ArrayList<>();

  private RedisSentinelServers(RedisServer first, RedisServer second) {
    this.first = first;
    this.second = second;
  }

  /**
   * Starts them and waits until every Sentinel knows all others.
   *
   * @param options as on Redis's command line, for both servers
   */
  public static RedisSentinelServers startTemporary(String... options) {
    var first = RedisServer.startTemporary(options);
    var started = new RedisSentinelServers(first, first.startReplica(options));
    try {
      for (var i = 0; i < SENTINELS; i++) {
        started.sentinels.add(Sentinel.start(first.port()));
      }
      started.first.await(
          LIMIT, () -> started.sentinels.stream().allMatch(RedisSentinelServers::knowsAll));
      return started;
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
  }

  /** The server that began as the master. */
  public RedisServer first() {
    return first;
  }

  /** The server that began as the replica. */
  public RedisServer second() {
    return second;
  }

  /** {@code redis+sentinel://localhost:port,localhost:port,localhost:port/tasks}. */
  public String url() {
    return sentinels.stream()
        .map(sentinel -> "localhost:" + sentinel.port())
        .collect(Collectors.joining(",", "redis+sentinel://", "/" + MASTER));
  }

  @Override
  public void close() {
    sentinels.forEach(Sentinel::close);
    second.close();
    first.close();
  }

  private static boolean knowsAll(Sentinel sentinel) {
    var master = RedisPrompt.ask(sentinel.port(), "SENTINEL", "MASTER", MASTER);
    return master.contains("num-slaves\n1\n")
        && master.contains("num-other-sentinels\n%d\n".formatted(SENTINELS - 1))
        && RedisPrompt.ask(sentinel.port(), "SENTINEL", "REPLICAS", MASTER)
            .contains("master-link-status\nok\n");
  }

  private record Sentinel(StateDirectory state, NativeProcess process, int port) {
    static Sentinel start(int masterPort) {
      var directory = StateDirectory.temporary(NAME);
      var state = StateDirectory.hold(NAME, directory);
      var port = Ports.free();
      var command =
          List.of(
              RedisServer.program().toString(),
              settings(directory, port, masterPort).toString(),
              "--sentinel");
      var process = NativeProcess.start(NAME, state, command);
      var sentinel = new Sentinel(state, process, port);
      StateDirectory.deleteAtExit(directory, sentinel::close);
      process.await(LIMIT, () -> RedisServer.answers(port));
      return sentinel;
    }

    /** A file, because a Sentinel keeps its memory in it. */
    private static Path settings(Path directory, int port, int masterPort) {
      try {
        return Files.writeString(
            directory.resolve("sentinel.conf"),
            """
            port %d
            bind 127.0.0.1 -::1
            dir %s
            sentinel monitor %3$s 127.0.0.1 %4$d %5$d
            sentinel down-after-milliseconds %3$s 1000
            sentinel failover-timeout %3$s 5000
            """
                .formatted(port, directory, MASTER, masterPort, QUORUM));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot write into " + directory, e);
      }
    }

    void close() {
      process.stop("TERM", STOP_LIMIT);
      state.close();
    }
  }
}
