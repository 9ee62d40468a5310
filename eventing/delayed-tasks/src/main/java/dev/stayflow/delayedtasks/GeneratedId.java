package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids for tasks that were given none: 20 characters whose byte order is the order in which this
 * process made them, so that tasks of one due time keep it. Milliseconds since 1970, a counter (60
 * bits together), and 56 random bits of this process: the idea is ULID's.
 */
final class GeneratedId {
  private static final byte[] SORTED =
      "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
          .getBytes(StandardCharsets.US_ASCII);
  private static final int COUNTER_BITS = 16;
  private static final int HALF = 10;
  private static final long PROCESS = new SecureRandom().nextLong(1L << 56);
  private static final AtomicLong LAST = new AtomicLong();

  private GeneratedId() {}

  static String next(long nowMillis) {
    var place =
        LAST.accumulateAndGet(nowMillis << COUNTER_BITS, (last, now) -> Math.max(last + 1, now));
    var text = new byte[2 * HALF];
    write(place, text, HALF);
    write(PROCESS, text, 2 * HALF);
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** Ten digits of six bits, the highest first. */
  private static void write(long value, byte[] text, int end) {
    var rest = value;
    for (var i = end - 1; i >= end - HALF; i--) {
      text[i] = SORTED[(int) (rest & 63)];
      rest >>>= 6;
    }
  }
}
