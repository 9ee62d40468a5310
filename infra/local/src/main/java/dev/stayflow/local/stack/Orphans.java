package dev.stayflow.local.stack;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes whose supervisor was killed, so that nobody watches or stops them any more. */
final class Orphans {
  private static final int TERMINATE_SECONDS = 10;

  private Orphans() {}

  /**
   * Ends what a killed supervisor left behind.
   *
   * @return the names of the parts
   */
  static List<String> end(StackOptions options) {
    var stateDirectory = options.stateDirectory();
    var state = StackState.read(stateDirectory);
    if (state.isEmpty() || state.get().supervisorProcess().isPresent()) {
      return List.of();
    }
    var left = state.get().parts().stream().filter(PartReport::isRunning).toList();
    left.forEach(part -> part.process().ifPresent(ProcessHandle::destroy));
    left.forEach(part -> part.process().ifPresent(Orphans::await));
    for (var part : left) {
      FuncRuns.remove(options.root().resolve("functions").resolve(part.name()), part.port());
    }
    StackState.forget(stateDirectory);
    return left.stream().map(PartReport::name).toList();
  }

  private static void await(ProcessHandle process) {
    process
        .onExit()
        .completeOnTimeout(process, TERMINATE_SECONDS, TimeUnit.SECONDS)
        .thenAccept(ProcessHandle::destroyForcibly)
        .join();
  }
}
