package dev.stayflow.delayedtasks;

/**
 * Redis is there and cannot be used as things are set up; the message tells what to change, here or
 * there. Repeating the call does not help.
 */
public sealed class RedisRefused extends RuntimeException permits EvictingRedis {
  RedisRefused(String message) {
    super(message);
  }
}
