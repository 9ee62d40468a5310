package dev.stayflow.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff();

  @Test
  void pausesDoubleUntilTenSeconds() {
    var pauses =
        Stream.generate(() -> backoff.pauseAfter(Duration.ZERO)).limit(8).map(Duration::toMillis);
    assertThat(pauses).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
  }

  @Test
  void whatStayedUpAWhileBeginsAnew() {
    backoff.pauseAfter(Duration.ZERO);
    backoff.pauseAfter(Duration.ZERO);
    assertThat(backoff.pauseAfter(Duration.ofMinutes(1))).hasMillis(250);
    assertThat(backoff.pauseAfter(Duration.ZERO)).hasMillis(500);
  }
}
