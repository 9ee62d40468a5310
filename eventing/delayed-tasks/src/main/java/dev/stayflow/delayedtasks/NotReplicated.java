package dev.stayflow.delayedtasks;

/**
 * Redis has stored the tasks, but too few replicas said in time that they have them too: a failover
 * now could lose them. Repeating the call is safe, and waits for the replicas again.
 */
public final class NotReplicated extends RuntimeException {
  private final int replicas;

  NotReplicated(String address, int replicas, int asked) {
    super(
        "Redis at %s has stored the tasks, but only %d of %d replicas confirmed them in time"
            .formatted(address, replicas, asked));
    this.replicas = replicas;
  }

  /** How many replicas have them for certain. */
  public int replicas() {
    return replicas;
  }
}
