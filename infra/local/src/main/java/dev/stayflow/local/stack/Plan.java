package dev.stayflow.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a stack runs, resolved down to addresses, commands and environments. */
record Plan(Addresses addresses, List<Part> parts) {

  /**
   * One process.
   *
   * @param port where it answers, 0 for a part that does not
   * @param dependencies parts that must be ready before it starts
   * @param uses parts that must not stop before it has
   * @param function the folder of its function, for {@code func invoke}
   */
  record Part(
      String name,
      int port,
      List<String> dependencies,
      Set<String> uses,
      boolean oneShot,
      Optional<Path> function,
      Launch launch) {}
}
