package dev.stayflow.dispatcher.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** A due time, or how far it is away: one of them. */
record DueJson(@Nullable Instant at, @Nullable Duration in) {
  Instant at(InstantSource clock) {
    if ((at == null) == (in == null)) {
      throw Wrong.parameter("at", "give either at or in");
    }
    try {
      return at != null ? at : clock.instant().plus(in == null ? Duration.ZERO : in);
    } catch (ArithmeticException | DateTimeException e) {
      throw Wrong.parameter("in", "is too long");
    }
  }
}
