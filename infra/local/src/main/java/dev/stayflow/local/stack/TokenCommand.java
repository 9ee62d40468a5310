package dev.stayflow.local.stack;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a guest's token. */
@Command(name = "token", description = "Prints a token, valid for an hour.")
final class TokenCommand implements Callable<Integer> {
  private final Stack stack;

  TokenCommand(Stack stack) {
    this.stack = stack;
  }

  @Option(names = "--guest", required = true, description = "The guest's id, a whole number.")
  private long guest;

  @Option(names = "--locale", description = "The guest's language, such as zh-CN; default: en.")
  private String locale = "en";

  @Override
  public Integer call() {
    System.out.println(GuestToken.of(stack.file(), guest, locale, InstantSource.system()));
    return 0;
  }
}
