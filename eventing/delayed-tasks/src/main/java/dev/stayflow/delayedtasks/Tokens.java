package dev.stayflow.delayedtasks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Short texts of which no other server makes one: its id, and a count. */
final class Tokens implements Supplier<String> {
  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  Tokens(String serverId) {
    this.prefix = serverId + ".";
  }

  @Override
  public String get() {
    return prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
  }
}
