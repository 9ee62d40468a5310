package dev.stayflow.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Forgets what the standing stack has stored. */
@Command(name = "clean-state", description = "Forgets orders, events and payments.")
final class CleanStateCommand implements Callable<Integer> {
  private final Stack stack;

  CleanStateCommand(Stack stack) {
    this.stack = stack;
  }

  @Override
  public Integer call() throws IOException {
    return switch (stack.engine()) {
      case EMBEDDED -> embedded();
      case DOCKER -> new ContainersDown(stack.options(), stack.file()).forget();
    };
  }

  private int embedded() throws IOException {
    var options = stack.options();
    var state = options.stateDirectory();
    if (StackState.read(state).flatMap(StackState::supervisorProcess).isPresent()) {
      throw new StackFailure("The stack is running: make down stops it.");
    }
    Orphans.end(options);
    if (Files.exists(state)) {
      try (var files = Files.walk(state)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    System.out.println("The stack's state is forgotten.");
    return 0;
  }
}
