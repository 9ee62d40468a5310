package dev.stayflow.local.stack;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Trains what a start would otherwise have to train, or do without. */
@Command(
    name = "train",
    description = "Trains the AOT caches of processes that have none, or that have changed.")
final class TrainCommand implements Callable<Integer> {
  private final Stack stack;

  TrainCommand(Stack stack) {
    this.stack = stack;
  }

  @Override
  public Integer call() {
    var trainer = new Trainer(stack.options(), stack.file(), System.out);
    return !trainer.isWanted() || trainer.train() ? 0 : 1;
  }
}
