package dev.stayflow.delayedtasks;

/**
 * Redis has used up its {@code maxmemory} and took nothing of the call. Tasks that it has are still
 * run, which makes room: repeat the call later.
 */
public final class RedisFull extends RuntimeException {
  RedisFull(String address, Throwable cause) {
    super(
        "Redis at %s is full (maxmemory) and stored nothing of this call".formatted(address),
        cause);
  }
}
