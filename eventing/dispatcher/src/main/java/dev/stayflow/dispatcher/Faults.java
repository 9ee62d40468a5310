package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.NotReplicated;
import dev.stayflow.delayedtasks.RedisFull;
import dev.stayflow.delayedtasks.RedisRefused;
import dev.stayflow.delayedtasks.RedisUnavailable;
import dev.stayflow.dispatcher.problem.Refusal;
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

  @ExceptionHandler(RedisRefused.class)
  ResponseEntity<Object> refused(RedisRefused fault) {
    LOG.atError().addKeyValue("reason", fault.getMessage()).log("Request not done");
    return Refusal.unavailable("Redis is not set up to keep what it stores").response();
  }

  @ExceptionHandler(RedisFull.class)
  ResponseEntity<Object> full(RedisFull fault) {
    LOG.atError().addKeyValue("reason", fault.getMessage()).log("Request not done");
    return Refusal.unavailable("Redis is full; nothing, or not all, was stored").response();
  }

  @ExceptionHandler(NotReplicated.class)
  ResponseEntity<Object> notReplicated(NotReplicated fault) {
    LOG.atWarn().addKeyValue("reason", fault.getMessage()).log("Request not confirmed");
    return Refusal.unavailable("Redis stored it, but too few replicas confirmed it").response();
  }
}
