package dev.stayflow.delayedtasks;

/**
 * Between which times on Redis's clock something lies, in microseconds since 1970: the model knows
 * when a script was sent and when it had ended, not its moment.
 */
record Window(long from, long to) {
  static Window exactly(long micros) {
    return new Window(micros, micros);
  }

  Window plus(long micros) {
    return new Window(from + micros, to + micros);
  }

  boolean holds(long micros) {
    return from <= micros && micros <= to;
  }

  boolean isBefore(Window other) {
    if (holds(other.from) || holds(other.to)) {
      throw new IllegalStateException(
          "the steps are too close to tell: %s, %s".formatted(this, other));
    }
    return to < other.from;
  }

  /** The time, once it was seen in Redis. */
  long exact() {
    if (from != to) {
      throw new IllegalStateException("not seen yet: " + this);
    }
    return from;
  }
}
