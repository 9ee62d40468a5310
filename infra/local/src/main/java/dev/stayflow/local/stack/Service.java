package dev.stayflow.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service of {@code local-stack.yml}, as far as the embedded engine is concerned.
 *
 * @param image of its container
 * @param environment with values as written, {@code ${...}} filled in
 * @param ports the first is where the service answers
 * @param aliases further container ports that only containers use; here they are the first port
 * @param dependencies services that must be ready, or for a one-shot finished, before it starts
 * @param oneShot runs to its end and stays ended
 */
record Service(
    String name,
    String image,
    Map<String, String> environment,
    List<Port> ports,
    List<Integer> aliases,
    List<String> dependencies,
    boolean oneShot,
    Local local) {

  /** Where the function's sources lie; empty for what is no function. */
  Optional<Path> functionFolder(Path root) {
    return switch (local) {
      case Local.Java java ->
          Optional.of(root.resolve(java.module()))
              .filter(folder -> Files.exists(folder.resolve("func.yaml")));
      case Local.Server _ -> Optional.empty();
    };
  }

  /** A port of this machine and the container's that it stands for. */
  record Port(int published, int container) {}

  /**
   * A service that runs in a container only, and only on demand.
   *
   * @param profiles each of which brings it up
   * @param port of this machine, on which people open it
   */
  record OnDemand(String name, List<String> profiles, int port) {}

  /** What the embedded engine runs. */
  sealed interface Local {
    /** One of the servers of local-servers. */
    record Server(Kind kind) implements Local {
      enum Kind {
        POSTGRES,
        REDIS,
        KAFKA
      }
    }

    /**
     * A Java process.
     *
     * @param module the folder of its Maven module
     * @param environment settings that only the embedded engine gives
     * @param stateVariable name of the setting that takes the service's state directory; empty for
     *     a service without state
     */
    record Java(String module, String main, Map<String, String> environment, String stateVariable)
        implements Local {}
  }
}
