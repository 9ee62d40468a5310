package dev.stayflow.dispatcher.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stayflow.dispatcher.ConsoleClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GuessesTest {
  private static final int FREE = 5;

  private final Guesses guesses = new Guesses(InstantSource.fixed(Instant.EPOCH));

  @Test
  void whoTriesManyPasswordsAtOnceGetsNoMoreGuesses() {
    var allowed = IntStream.range(0, 200).parallel().filter(i -> guesses.mayTry("olga")).count();

    assertThat(allowed).isEqualTo(FREE);
    assertThat(guesses.mayTry("victor")).isTrue();
  }

  @Test
  void theRightPasswordMakesUpForWrongOnes() {
    for (var i = 0; i < FREE - 1; i++) {
      assertThat(guesses.mayTry("olga")).isTrue();
    }
    guesses.right("olga");

    assertThat(guesses.mayTry("olga")).isTrue();
    assertThat(guesses.mayTry("olga")).isTrue();
  }

  /** Nobody has it, so it is not counted either: that would fill the memory. */
  @Test
  void aNameThatIsTooLongIsRefusedAndForgotten() {
    var nobody = ConsoleClient.at(SharedConsole.DISPATCHER.console());
    var guess = Map.of("name", "x".repeat(101), "password", "guess");

    for (var i = 0; i < FREE + 2; i++) {
      assertThat(nobody.post("/sign-in", guess).headers().firstValue("location"))
          .hasValue("/sign-in?problem=password");
    }
  }
}
