package dev.stayflow.delayedtasks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which servers live, by Redis's clock. In a slot of its own: {@code alive} (ZSET: id of a server
 * by when it is given up, us) and {@code snapshots} (HASH: id to {@link ServerFrame}).
 */
final class ServerRegistry {
  private static final Script BEAT = new Script("servers/beat");
  private static final Script LEAVE = new Script("servers/leave");
  private static final Script LIST = new Script("servers/list");
  private static final RedisKeys KEYS = RedisKeys.ofServers();
  private static final int PAGE = 50;

  private final RedisConnection redis;

  ServerRegistry(RedisConnection redis) {
    this.redis = redis;
  }

  /**
   * Notes a server.
   *
   * @param holds after which it counts as dead
   */
  void beat(ServerSnapshot server, Duration holds) {
    var arguments = List.of(server.id(), Micros.roundedUp(holds), ServerFrame.of(server));
    redis.runForNumber(BEAT, KEYS, arguments);
  }

  void leave(String id) {
    redis.runForNumber(LEAVE, KEYS, List.of(id));
  }

  /** Those that live and that this version can read. */
  List<ServerSnapshot> living() {
    var found = new ArrayList<ServerSnapshot>();
    var from = 0;
    List<Optional<ServerSnapshot>> page;
    do {
      page = page(from);
      page.forEach(server -> server.ifPresent(found::add));
      from += PAGE;
    } while (page.size() == PAGE);
    return found;
  }

  private List<Optional<ServerSnapshot>> page(int from) {
    var answer = redis.run(LIST, KEYS, List.of(from, PAGE));
    var servers = new ArrayList<Optional<ServerSnapshot>>();
    for (var i = 0; i + 1 < answer.size(); i += 2) {
      servers.add(
          answer.get(i + 1) instanceof byte[] frame
              ? ServerFrame.read(Answer.text(answer.get(i)), frame)
              : Optional.empty());
    }
    return servers;
  }
}
