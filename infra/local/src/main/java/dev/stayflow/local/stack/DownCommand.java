package dev.stayflow.local.stack;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** Stops the standing stack: users before what they use, each with time to finish. */
@Command(name = "down", description = "Stops the stack; its state stays.")
final class DownCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Stack stack;

  DownCommand(Stack stack) {
    this.stack = stack;
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    return switch (stack.engine()) {
      case EMBEDDED -> embedded();
      case DOCKER -> new ContainersDown(stack.options(), stack.file()).stop();
    };
  }

  private int embedded() throws InterruptedException, ExecutionException {
    var options = stack.options();
    var state = StackState.read(options.stateDirectory());
    var supervisor = state.flatMap(StackState::supervisorProcess);
    if (supervisor.isPresent()) {
      stop(options, supervisor.get());
    }
    var orphans = Orphans.end(options);
    if (!orphans.isEmpty()) {
      System.out.println("Ended what a killed stack had left: " + String.join(", ", orphans));
    } else if (supervisor.isEmpty()) {
      System.out.println("The stack is not running.");
    } else {
      System.out.println("Stopped. Its state stays; make clean-state forgets it.");
    }
    return 0;
  }

  private static void stop(StackOptions options, ProcessHandle supervisor)
      throws InterruptedException, ExecutionException {
    supervisor.destroy();
    var told = new HashSet<String>();
    var end = System.nanoTime() + LIMIT.toNanos();
    while (supervisor.isAlive() && System.nanoTime() < end) {
      awaitExit(supervisor);
      tellStopped(options, told);
    }
    if (supervisor.isAlive()) {
      System.out.printf("Not stopped within %d s: killing it.%n", LIMIT.toSeconds());
      supervisor.destroyForcibly();
      supervisor.onExit().get();
    }
  }

  private static void awaitExit(ProcessHandle process)
      throws InterruptedException, ExecutionException {
    try {
      process.onExit().get(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // asked again
    }
  }

  private static void tellStopped(StackOptions options, Set<String> told) {
    StackState.read(options.stateDirectory()).stream()
        .flatMap(state -> state.parts().stream())
        .filter(part -> part.state() == PartState.STOPPED && told.add(part.name()))
        .forEach(part -> System.out.println("  stopped " + part.name()));
  }
}
