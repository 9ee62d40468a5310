package dev.stayflow.delayedtasks;

import java.nio.charset.StandardCharsets;

/** A task as {@code enqueue.lua} takes it. */
final class TaskToStore {
  private final Task task;
  private final byte[] id;
  private final byte[] frame;

  TaskToStore(Task task) {
    this.task = task;
    this.id = task.id().id().getBytes(StandardCharsets.UTF_8);
    this.frame = TaskFrame.toStore(task);
  }

  Task task() {
    return task;
  }

  byte[] id() {
    return id;
  }

  byte[] frame() {
    return frame;
  }

  /** About what it takes on its way to Redis. */
  int bytes() {
    return id.length + frame.length;
  }
}
