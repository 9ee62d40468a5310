package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.EvictingRedis;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at start what is wrong with Redis, without a stack trace. */
final class EvictingRedisAnalyzer extends AbstractFailureAnalyzer<EvictingRedis> {
  @Override
  protected FailureAnalysis analyze(Throwable root, EvictingRedis cause) {
    return new FailureAnalysis(
        cause.getMessage(), "Start Redis with --maxmemory-policy noeviction.", cause);
  }
}
