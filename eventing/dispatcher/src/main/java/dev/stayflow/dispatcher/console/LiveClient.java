package dev.stayflow.dispatcher.console;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Somebody who looks on. Has a thread of its own, so that a slow one holds up nobody, and keeps
 * only the names of topics for it, so that it costs no memory either.
 */
final class LiveClient {
  /** The browser comes back by itself, and then it is looked at anew who it is. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
  private final Consumer<LiveClient> whenGone;
  private final Set<String> untold = new TreeSet<>();
  private final Semaphore news = new Semaphore(0);
  private volatile boolean closed;

  LiveClient(Consumer<LiveClient> whenGone) {
    this.whenGone = whenGone;
    emitter.onTimeout(this::close);
    emitter.onError(_ -> close());
    emitter.onCompletion(this::close);
  }

  SseEmitter emitter() {
    return emitter;
  }

  void start() {
    Thread.ofVirtual().name("live-client").start(this::run);
  }

  void tell(Set<String> topics) {
    synchronized (untold) {
      untold.addAll(topics);
    }
    news.release();
  }

  void close() {
    closed = true;
    news.release();
  }

  private void run() {
    try {
      emitter.send(SseEmitter.event().name("hello").reconnectTime(2000).data(""));
      while (!closed) {
        emitter.send(next());
      }
      emitter.complete();
    } catch (IOException | IllegalStateException e) {
      // gone without a word, as browsers go; the container ends what is left of it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      whenGone.accept(this);
    }
  }

  /** What has changed, or a sign of life. */
  private SseEmitter.SseEventBuilder next() throws InterruptedException {
    if (news.tryAcquire(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
    synchronized (untold) {
      var topics = String.join(" ", untold);
      untold.clear();
      return topics.isEmpty()
          ? SseEmitter.event().comment("still here")
          : SseEmitter.event().name("changed").data(topics);
    }
  }
}
