package dev.stayflow.local.servers;

import java.util.concurrent.CompletableFuture;

/** A server that runs as a child of this Java process. */
public sealed interface LocalServer extends AutoCloseable permits PostgresServer, RedisServer {
  /** Where it listens, on the loopback interface. */
  int port();

  /** Its process; of PostgreSQL the one that starts all others. */
  ProcessHandle process();

  boolean isAlive();

  /** Completes with the exit code when the server has ended, whatever the reason. */
  CompletableFuture<Integer> onExit();

  /** Kills the server as a crash would; starting it on the same directory brings it back. */
  void kill();

  /** Stops the server after it has written its data; connections are cut. */
  @Override
  void close();
}
