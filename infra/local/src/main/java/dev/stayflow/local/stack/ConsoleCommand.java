package dev.stayflow.local.stack;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints a way into the console. */
@Command(
    name = "console",
    description = "Prints a signed-in link to the console; it works once, within 10 minutes.")
final class ConsoleCommand implements Callable<Integer> {
  private final Stack stack;

  ConsoleCommand(Stack stack) {
    this.stack = stack;
  }

  @Override
  public Integer call() {
    var file = stack.file();
    System.out.println(ConsoleLink.of(file, Addresses.published(file), InstantSource.system()));
    return 0;
  }
}
