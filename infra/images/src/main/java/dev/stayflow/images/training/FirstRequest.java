package dev.stayflow.images.training;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a process is asked first in its training, and the surroundings that it needs to answer: for
 * whoever starts the process himself and measures how soon it does.
 */
public final class FirstRequest implements AutoCloseable {
  private final Surroundings surroundings;
  private final Map<String, String> settings;
  private final Exchange exchange;

  private FirstRequest(Surroundings surroundings, Script script) {
    this.surroundings = surroundings;
    this.settings = surroundings.fill(script.settings());
    this.exchange =
        script.exchanges().stream()
            .filter(each -> each.status() / 100 == 2)
            .findFirst()
            .orElseThrow();
  }

  /**
   * Starts the servers that the settings of the process's script name.
   *
   * @throws TrainingFailure when there is no such script, or a server does not start
   */
  public static FirstRequest of(String process) {
    var script = Script.of(process);
    var surroundings = new Surroundings();
    try {
      return new FirstRequest(surroundings, script);
    } catch (RuntimeException e) {
      surroundings.close();
      throw e;
    }
  }

  /** The process's environment, without {@code PORT}. */
  public Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /**
   * Makes the tables what they were before any request, and returns the first request that succeeds
   * as HTTP/1.1 writes it. Its connection ends with the answer.
   */
  public byte[] prepare() {
    surroundings.restore();
    var filled = exchange.filled(surroundings::fill);
    var body = filled.body().getBytes(StandardCharsets.UTF_8);
    var head = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(filled.method(), filled.path()));
    head.append("Host: localhost\r\nConnection: close\r\n");
    filled.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Length: %d\r\n\r\n".formatted(body.length));
    var start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    var all = new byte[start.length + body.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  /** The status that it must be answered with. */
  public int status() {
    return exchange.status();
  }

  @Override
  public void close() {
    surroundings.close();
  }
}
