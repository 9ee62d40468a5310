package dev.stayflow.dispatcher;

import dev.stayflow.delayedtasks.NotReplicated;
import dev.stayflow.delayedtasks.RedisFull;
import dev.stayflow.delayedtasks.RedisRefused;
import dev.stayflow.delayedtasks.RedisUnavailable;
import dev.stayflow.dispatcher.problem.Refusal;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Turns what went wrong within into an answer that says whether repeating helps. */
@RestControllerAdvice
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  @ExceptionHandler({
    RedisUnavailable.class,
    RedisRefused.class,
    RedisFull.class,
    NotReplicated.class
  })
  ResponseEntity<Object> answer(RuntimeException fault) {
    return refusal(fault).orElseThrow(() -> fault).response();
  }

  /** Absent when it is a fault of ours. */
  Optional<Refusal> refusal(RuntimeException fault) {
    return switch (fault) {
      case RedisUnavailable _ ->
          told(Level.WARN, fault, "Redis is away; nothing, or not all, was stored");
      case RedisRefused _ -> told(Level.ERROR, fault, "Redis is not set up to keep what it stores");
      case RedisFull _ ->
          told(Level.ERROR, fault, "Redis is full; nothing, or not all, was stored");
      case NotReplicated _ ->
          told(Level.WARN, fault, "Redis stored it, but too few replicas confirmed it");
      default -> Optional.empty();
    };
  }

  private static Optional<Refusal> told(Level level, RuntimeException fault, String detail) {
    LOG.atLevel(level).addKeyValue("reason", fault.getMessage()).log("Request not done");
    return Optional.of(Refusal.unavailable(detail));
  }
}
