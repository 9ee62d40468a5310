package dev.stayflow.hosts;

import java.util.HashMap;
import java.util.Map;

/** The functions that run on a host, each started when it is first called. */
final class Functions implements AutoCloseable {
  private final Host host;
  private final Map<String, String> settings;
  private final Map<String, Host.Running> running = new HashMap<>();

  Functions(Host host, Map<String, String> settings) {
    this.host = host;
    this.settings = settings;
  }

  Host.Running get(String function) {
    return running.computeIfAbsent(function, name -> host.start(name, settings));
  }

  @Override
  public void close() {
    running.values().forEach(Host.Running::close);
  }
}
