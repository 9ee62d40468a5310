package dev.stayflow.delayedtasks;

import java.time.Instant;

/** Something to be done at a time. The payload is the caller's own; the type picks its handler. */
public final class Task {
  private final TaskId id;
  private final String type;
  private final Instant dueAt;
  private final byte[] payload;

  private Task(TaskId id, String type, Instant dueAt, byte[] payload) {
    this.id = id;
    this.type = type;
    this.dueAt = dueAt;
    this.payload = payload;
  }

  /**
   * A task to be stored.
   *
   * @param dueAt never run before, by Redis's clock; rounded up to a millisecond; the past means
   *     now
   */
  public static Task of(TaskId id, String type, Instant dueAt, byte[] payload) {
    return new Task(id, type, Instant.ofEpochMilli(roundedUp(dueAt)), payload.clone());
  }

  public TaskId id() {
    return id;
  }

  public String type() {
    return type;
  }

  /** In whole milliseconds. */
  public Instant dueAt() {
    return dueAt;
  }

  public byte[] payload() {
    return payload.clone();
  }

  @Override
  public String toString() {
    return "Task[%s, %s, due %s, %d bytes]".formatted(id, type, dueAt, payload.length);
  }

  private static long roundedUp(Instant instant) {
    var millis = instant.toEpochMilli();
    return instant.equals(Instant.ofEpochMilli(millis)) ? millis : Math.addExact(millis, 1);
  }
}
