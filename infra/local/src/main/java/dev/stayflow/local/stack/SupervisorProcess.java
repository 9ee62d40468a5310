package dev.stayflow.local.stack;

import dev.stayflow.local.stack.StackState.Phase;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * The standing stack's supervisor as a process: {@code SupervisorProcess <root>}. It runs until
 * SIGTERM, then stops every part in order. {@link UpCommand} starts it and reads its progress from
 * the state directory.
 */
public final class SupervisorProcess {
  private final Path stateDirectory;
  private Phase phase = Phase.STARTING;
  private String failure = "";
  private List<PartReport> parts = List.of();

  private SupervisorProcess(Path stateDirectory) {
    this.stateDirectory = stateDirectory;
  }

  /** Runs the stack; exit code 1 when it cannot start. */
  public static void main(String[] arguments) {
    var options = StackOptions.standing(Path.of(arguments[0]), System.getenv());
    var process = new SupervisorProcess(options.stateDirectory());
    process.enter(Phase.STARTING, "");
    try {
      process.run(Planner.plan(options));
    } catch (RuntimeException e) {
      process.enter(Phase.FAILED, Supervisor.reason(e));
      System.exit(1);
    }
  }

  private void run(Plan plan) {
    var supervisor = new Supervisor(plan, InstantSource.system(), this::report);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor)));
    supervisor.start();
    enter(Phase.READY, "");
    supervisor.awaitEnd();
  }

  private void stop(Supervisor supervisor) {
    var failed = phase() == Phase.FAILED;
    if (!failed) {
      enter(Phase.STOPPING, "");
    }
    supervisor.stop();
    enter(failed ? Phase.FAILED : Phase.STOPPED, reason());
  }

  private synchronized Phase phase() {
    return phase;
  }

  private synchronized String reason() {
    return failure;
  }

  private synchronized void enter(Phase next, String why) {
    phase = next;
    failure = why;
    write();
  }

  private synchronized void report(List<PartReport> reports) {
    parts = reports;
    write();
  }

  private void write() {
    var self = ProcessHandle.current();
    new StackState(self.pid(), PartReport.startOf(self), phase, failure, parts)
        .write(stateDirectory);
  }
}
