package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.EvictingRedis;
import dev.stayflow.delayedtasks.RedisUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns what went wrong within into an answer that says whether repeating helps. */
@RestControllerAdvice
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  @ExceptionHandler(RedisUnavailable.class)
  ResponseEntity<Object> away(RedisUnavailable fault) {
    LOG.atWarn().addKeyValue("reason", fault.getMessage()).log("Request not done, Redis is away");
    return Refusal.unavailable("Redis is away; nothing, or not all, was stored").response();
  }

  @ExceptionHandler(EvictingRedis.class)
  ResponseEntity<Object> evicting(EvictingRedis fault) {
    LOG.atError().addKeyValue("reason", fault.getMessage()).log("Request not done");
    return Refusal.unavailable("Redis is not configured to keep what it stores").response();
  }
}
