package dev.stayflow.dispatcher.console;

import dev.stayflow.delayedtasks.RedisUnavailable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Notices about each second what has changed in Redis, once for the whole process and only while
 * somebody looks on, and tells the topics to all who do.
 */
final class LiveFeed implements SmartLifecycle {
  /** More are told to come back later; their pages ask every few seconds instead. */
  static final int MOST_CLIENTS = 200;

  static final String REDIS_AWAY = "redis-away";
  static final String REDIS_BACK = "redis-back";

  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final Duration EACH = Duration.ofSeconds(1);

  private final LiveFigures figures;
  private final Set<LiveClient> clients = ConcurrentHashMap.newKeySet();
  private final Object bell = new Object();
  private volatile boolean running;

  LiveFeed(LiveFigures figures) {
    this.figures = figures;
  }

  /** Somebody looks on; nothing when there are too many, or the process ends. */
  Optional<SseEmitter> join() {
    if (!running || clients.size() >= MOST_CLIENTS) {
      return Optional.empty();
    }
    var client = new LiveClient(clients::remove);
    clients.add(client);
    client.start();
    synchronized (bell) {
      bell.notifyAll();
    }
    if (!running) { // it ended just now, and has not seen this client
      client.close();
    }
    return Optional.of(client.emitter());
  }

  int clients() {
    return clients.size();
  }

  @Override
  public void start() {
    running = true;
    Thread.ofVirtual().name("live").start(this::watch);
  }

  /** First of all: an open connection would hold up the web server's own end. */
  @Override
  public void stop() {
    running = false;
    synchronized (bell) {
      bell.notifyAll();
    }
    clients.forEach(LiveClient::close);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void watch() {
    var known = new HashMap<String, Object>();
    try {
      while (running) {
        awaitSomebody();
        look(known);
        synchronized (bell) {
          if (running) {
            bell.wait(EACH.toMillis());
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitSomebody() throws InterruptedException {
    synchronized (bell) {
      while (running && clients.isEmpty()) {
        bell.wait();
      }
    }
  }

  private void look(Map<String, Object> known) {
    try {
      tell(changes(known, figures.read()));
    } catch (RedisUnavailable e) {
      if (known.putIfAbsent(REDIS_AWAY, true) == null) {
        LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Pages are not live, Redis is away");
      }
      tell(Set.of(REDIS_AWAY));
    } catch (RuntimeException e) { // of one look; the next one may do better
      LOG.atError().setCause(e).log("Pages are not live, the figures could not be read");
    }
  }

  private static Set<String> changes(Map<String, Object> known, Map<String, Object> now) {
    var changed = new HashSet<String>();
    now.forEach(
        (topic, figure) -> {
          if (!Objects.equals(figure, known.get(topic))) {
            changed.add(topic);
          }
        });
    known.keySet().stream().filter(topic -> !now.containsKey(topic)).forEach(changed::add);
    if (changed.remove(REDIS_AWAY)) {
      changed.add(REDIS_BACK);
    }
    known.clear();
    known.putAll(now);
    return changed;
  }

  private void tell(Set<String> topics) {
    if (!topics.isEmpty()) {
      clients.forEach(client -> client.tell(topics));
    }
  }
}
