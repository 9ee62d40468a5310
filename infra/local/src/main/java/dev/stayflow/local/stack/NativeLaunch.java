package dev.stayflow.local.stack;

import dev.stayflow.local.servers.LocalServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Starts PostgreSQL or Redis as a child of this process; a start returns when it answers. */
record NativeLaunch(Supplier<LocalServer> server, LogFile log) implements Launch {
  @Override
  public Running start() {
    return new Started(server.get());
  }

  @Override
  public String logEnd() {
    return log.end();
  }

  private record Started(LocalServer server) implements Running {
    @Override
    public ProcessHandle process() {
      return server.process();
    }

    @Override
    public boolean isReady() {
      return server.isAlive();
    }

    @Override
    public CompletableFuture<Integer> onExit() {
      return server.onExit();
    }

    /** A server knows its own limit. */
    @Override
    public void stop(Duration limit) {
      server.close();
    }

    @Override
    public void kill() {
      server.kill();
    }
  }
}
