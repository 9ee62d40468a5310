package dev.stayflow.hosts;

import dev.stayflow.images.StagedFunctions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What was built of functions, and where tests put what they make of it. */
final class Repository {
  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  static final Path WORK = Path.of("target/hosts").toAbsolutePath();
  static final StagedFunctions FUNCTIONS = new StagedFunctions(ROOT, WORK.resolve("staged"));

  private Repository() {}

  static List<Path> jars(String function) {
    var jars = FUNCTIONS.jars(function);
    return Stream.concat(Stream.of(jars.own()), jars.others().stream()).toList();
  }
}
