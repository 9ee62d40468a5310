package dev.stayflow.deploy;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands that bring Stayflow to a cluster; {@code make} calls them. */
@Command(name = "deploy", description = "Stayflow on a cluster with Knative.")
public final class Deploy {
  private static volatile boolean ended;
  private static volatile boolean stopped;

  private final Map<String, String> environment;
  private final Pause pause;
  private final InstantSource clock;

  private Deploy(Map<String, String> environment, Pause pause, InstantSource clock) {
    this.environment = environment;
    this.pause = pause;
    this.clock = clock;
  }

  /** Exit code 0 when the command did what it says, 1 when not, 2 when it was not understood. */
  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(Deploy::stop));
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    var status = run(System.getenv(), Thread::sleep, InstantSource.system(), out, err, arguments);
    ended = true;
    System.exit(status);
  }

  /**
   * kubectl and what it forwards end with us, also by Ctrl-C, which needs no more words than these.
   */
  private static void stop() {
    if (!ended) {
      stopped = true;
      System.err.println("Stopped. What was done stays; the same command goes on from there.");
    }
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
  }

  /**
   * The same, with everything that it touches.
   *
   * @param environment what it and the programs that it runs see
   */
  static int run(
      Map<String, String> environment,
      Pause pause,
      InstantSource clock,
      PrintWriter out,
      PrintWriter err,
      String... arguments) {
    var deploy = new Deploy(environment, pause, clock);
    return new CommandLine(deploy)
        .addSubcommand(new CheckCommand(deploy))
        .addSubcommand(new ApplyCommand(deploy))
        .addSubcommand(new UndeployCommand(deploy))
        .addSubcommand(new DryRunCommand(deploy))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Deploy::told)
        .execute(arguments);
  }

  /** What a user can mend is one message; only a fault of ours shows where it happened. */
  private static int told(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
    PrintWriter err = command.getErr();
    if (stopped) {
      return 1;
    }
    if (failure instanceof DeployFailure) {
      err.println(failure.getMessage());
    } else {
      failure.printStackTrace(err);
    }
    err.flush();
    return 1;
  }

  Programs programs() {
    return new Programs(environment);
  }

  Pause pause() {
    return pause;
  }

  InstantSource clock() {
    return clock;
  }

  /** Of the caller's environment; empty when it is not set. */
  String setting(String name) {
    return environment.getOrDefault(name, "");
  }
}
