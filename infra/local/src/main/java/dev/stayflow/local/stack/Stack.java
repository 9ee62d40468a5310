package dev.stayflow.local.stack;

import dev.stayflow.local.manifests.InvalidManifests;
import dev.stayflow.local.servers.ServerFailure;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands of the standing local stack; {@code make} calls them. */
@Command(name = "stack", description = "The local stack.")
public final class Stack {
  @Option(names = "--root", description = "The repository's directory; default: the current one.")
  private Path root = Path.of("");

  private Stack() {}

  /** Exit code 0 when the command did what it says, 1 when not, 2 when it was not understood. */
  public static void main(String[] arguments) {
    var stack = new Stack();
    var commands =
        new CommandLine(stack)
            .addSubcommand(new UpCommand(stack))
            .addSubcommand(new TrainCommand(stack))
            .addSubcommand(new DownCommand(stack))
            .addSubcommand(new StatusCommand(stack))
            .addSubcommand(new TokenCommand(stack))
            .addSubcommand(new ConsoleCommand(stack))
            .addSubcommand(new InvokeCommand(stack))
            .addSubcommand(new CleanStateCommand(stack))
            .setExecutionExceptionHandler(Stack::told);
    System.exit(commands.execute(arguments));
  }

  /** What a user can mend is one message; only a fault of ours shows where it happened. */
  private static int told(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    PrintWriter err = command.getErr();
    if (failure instanceof StackFailure
        || failure instanceof InvalidManifests
        || failure instanceof ServerFailure) {
      err.println(failure.getMessage());
    } else {
      failure.printStackTrace(err);
    }
    return 1;
  }

  /** The standing stack's whereabouts. */
  StackOptions options() {
    var absolute = root.toAbsolutePath().normalize();
    if (!Files.exists(absolute.resolve(StackFile.NAME))) {
      throw new StackFailure(
          "There is no %s in %s: run this in the repository's directory."
              .formatted(StackFile.NAME, absolute));
    }
    return StackOptions.standing(absolute, System.getenv());
  }

  /** What the caller wants the stack to run on. */
  Engine engine() {
    return Engine.of(options().caller());
  }

  /** What local-stack.yml says. */
  StackFile file() {
    var options = options();
    return StackFile.read(options.root(), options.caller());
  }
}
