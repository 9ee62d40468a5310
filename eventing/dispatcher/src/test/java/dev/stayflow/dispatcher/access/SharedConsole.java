package dev.stayflow.dispatcher.access;

import dev.stayflow.dispatcher.RunningDispatcher;
import dev.stayflow.local.servers.RedisServer;
import java.util.Map;

/**
 * One dispatcher for all tests that want nothing special of it; it ends with their process, and has
 * a Redis of its own, since what other tests store there is not for it to deliver.
 */
final class SharedConsole {
  static final RunningDispatcher DISPATCHER =
      RunningDispatcher.start(RedisServer.startTemporary(), Map.of());

  private SharedConsole() {}
}
