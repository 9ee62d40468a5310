package dev.stayflow.local.stack;

import dev.stayflow.local.servers.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Starts Redis as a child of this process. */
record RedisLaunch(Path stateDirectory, int port, LogFile log) implements Launch {
  @Override
  public Running start() {
    return new Started(RedisServer.start(stateDirectory, port));
  }

  @Override
  public String logEnd() {
    return log.end();
  }

  private record Started(RedisServer server) implements Running {
    @Override
    public ProcessHandle process() {
      return ProcessHandle.of(server.pid()).orElseThrow();
    }

    @Override
    public boolean isReady() {
      return server.isAlive();
    }

    @Override
    public CompletableFuture<Integer> onExit() {
      return server.onExit();
    }

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
