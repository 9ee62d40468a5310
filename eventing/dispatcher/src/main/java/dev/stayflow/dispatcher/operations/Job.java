package dev.stayflow.dispatcher.operations;

import java.time.Instant;
import java.util.Optional;

/**
 * An action on all tasks of a selection, as far as it has come. The process that began a job does
 * it and remembers it for an hour after its end; other replicas do not know it.
 *
 * @param actor who began it
 * @param done tasks looked at
 * @param of about how many there were at the start
 * @param changed tasks on which the action was done
 * @param endedAt absent while it runs
 * @param problem why it failed
 */
public record Job(
    String id,
    String actor,
    TaskAction action,
    Selection selection,
    State state,
    long done,
    long of,
    long changed,
    Instant startedAt,
    Optional<Instant> endedAt,
    Optional<String> problem) {

  /** How it stands. */
  public enum State {
    RUNNING,
    /** All were looked at. */
    DONE,
    /** Somebody stopped it, or its process ended; what it changed until then stays. */
    STOPPED,
    /** It could not go on; what it changed until then stays. */
    FAILED
  }
}
