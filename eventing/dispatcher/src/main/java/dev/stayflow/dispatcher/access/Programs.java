package dev.stayflow.dispatcher.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Programs that call the API, known by a token each. */
final class Programs {
  /** What proves that a program is who it says. */
  record Program(Actor actor, String token) {
    @Override
    public String toString() {
      return actor.toString(); // never the token
    }
  }

  private final List<Program> programs;

  Programs(List<Program> programs) {
    this.programs = programs;
  }

  /** Takes as long for a token that is nearly right as for any other. */
  Optional<Actor> find(String token) {
    var given = token.getBytes(StandardCharsets.UTF_8);
    return programs.stream()
        .filter(
            program ->
                MessageDigest.isEqual(program.token().getBytes(StandardCharsets.UTF_8), given))
        .map(Program::actor)
        .findFirst();
  }
}
