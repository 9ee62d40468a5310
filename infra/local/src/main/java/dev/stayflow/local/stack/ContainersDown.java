package dev.stayflow.local.stack;

import dev.stayflow.local.stack.ContainerEngine.Container;
import java.util.Map;

/** Stops the stack's containers and takes them away. */
record ContainersDown(StackOptions options, StackFile file, ContainerEngine engine) {

  /**
   * @throws StackFailure when there is no Docker to ask
   */
  ContainersDown(StackOptions options, StackFile file) {
    this(options, file, ContainerEngine.find(options.root()));
  }

  /** Their volumes stay; the exit code of Compose. */
  int stop() {
    if (engine.containers().isEmpty()) {
      System.out.println("No container of the stack is running.");
      return 0;
    }
    for (var function : file.functions()) {
      function
          .functionFolder(options.root())
          .ifPresent(folder -> FuncRuns.remove(folder, function.ports().getFirst().published()));
    }
    var code = down();
    if (code == 0) {
      System.out.println("Stopped. Its state stays; make clean-state ENGINE=docker forgets it.");
    }
    return code;
  }

  /** Their volumes go; the exit code of Compose. */
  int forget() {
    if (engine.containers().stream().anyMatch(Container::isRunning)) {
      throw new StackFailure("The stack is running: make down ENGINE=docker stops it.");
    }
    var code = down("--volumes");
    if (code == 0) {
      System.out.println("The stack's state is forgotten.");
    }
    return code;
  }

  private int down(String... more) {
    var arguments = new String[more.length + 2];
    arguments[0] = "down";
    arguments[1] = "--remove-orphans";
    System.arraycopy(more, 0, arguments, 2, more.length);
    // Whatever was brought up, on demand or not
    var profiles = String.join(",", Profiles.of(file, Map.of()).known());
    return engine.compose(Map.of("COMPOSE_PROFILES", profiles), arguments);
  }
}
