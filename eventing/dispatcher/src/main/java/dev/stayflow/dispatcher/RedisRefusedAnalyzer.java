package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.RedisRefused;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says at start what is wrong with Redis, without a stack trace. */
final class RedisRefusedAnalyzer extends AbstractFailureAnalyzer<RedisRefused> {
  @Override
  protected FailureAnalysis analyze(Throwable root, RedisRefused cause) {
    return new FailureAnalysis(
        cause.getMessage(), "Change that in Redis, or what REDIS_* say; the README tells.", cause);
  }
}
