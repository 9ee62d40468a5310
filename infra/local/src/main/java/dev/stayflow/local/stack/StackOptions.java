package dev.stayflow.local.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * How a stack differs from another one of the same {@code local-stack.yml}.
 *
 * @param root the repository's directory
 * @param stateDirectory where data lies, kept when the stack stops
 * @param logDirectory one log a part
 * @param caller environment variables that {@code ${NAME:-default}} is filled from
 * @param freePorts instead of the published ones, so that stacks can run side by side
 */
public record StackOptions(
    Path root,
    Path stateDirectory,
    Path logDirectory,
    Map<String, String> caller,
    boolean freePorts) {

  /** The one stack that {@code make up} starts: published ports, data under infra/local. */
  static StackOptions standing(Path root, Map<String, String> caller) {
    var local = root.resolve("infra/local");
    return new StackOptions(
        root, local.resolve(".state"), local.resolve("target/logs"), caller, false);
  }
}
