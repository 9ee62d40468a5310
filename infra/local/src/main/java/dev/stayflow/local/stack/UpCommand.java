package dev.stayflow.local.stack;

import dev.stayflow.local.stack.StackState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;

/** Starts the standing stack in the background and follows it until it is ready. */
@Command(name = "up", description = "Starts the stack and prints its URLs.")
final class UpCommand implements Callable<Integer> {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(60);

  private final Stack stack;

  UpCommand(Stack stack) {
    this.stack = stack;
  }

  private final InstantSource clock = InstantSource.system();
  private final Set<String> told = new HashSet<>();

  @Override
  public Integer call() throws InterruptedException {
    return switch (stack.engine()) {
      case EMBEDDED -> embedded();
      case DOCKER -> new ContainersUp(stack.options(), stack.file(), clock).start() ? 0 : 1;
    };
  }

  private int embedded() throws InterruptedException {
    var options = stack.options();
    if (!Profiles.of(stack.file(), options.caller()).asked().isEmpty()) {
      throw new StackFailure("PROFILES are containers: make up ENGINE=docker PROFILES=...");
    }
    var running = StackState.read(options.stateDirectory()).flatMap(StackState::supervisorProcess);
    if (running.isPresent()) {
      System.out.printf(
          "The stack is running already (process %d). make status shows it, make down stops it.%n",
          running.get().pid());
      return 0;
    }
    var orphans = Orphans.end(options);
    if (!orphans.isEmpty()) {
      System.out.println("Ended what a killed stack had left: " + String.join(", ", orphans));
    }
    StackState.forget(options.stateDirectory());
    var trainer = new Trainer(options, stack.file(), System.out);
    var trains = trainer.isWanted();
    var supervisor = start(options);
    var followed = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!followed.get()) {
                    stop(supervisor);
                  }
                }));
    var ready = follow(options, supervisor);
    followed.set(true);
    if (ready && trains) {
      train(options, trainer.stale().size());
    }
    return ready ? 0 : 1;
  }

  private static Process start(StackOptions options) {
    return Background.start(
        new JavaRuntime(options).flags("supervisor", JavaRuntime.ownClassPath()),
        List.of(SupervisorProcess.class.getName(), options.root().toString()),
        new LogFile(options.logDirectory().resolve("supervisor.log")));
  }

  /** For the next start; this one has the processors first. */
  private static void train(StackOptions options, int count) {
    if (count == 0) {
      return;
    }
    var log = new LogFile(options.logDirectory().resolve("training.log"));
    System.out.printf(
        "Training in the background for quick starts next time, %d in all: %s%n",
        count, options.root().relativize(log.path()));
    Background.startPatient(
        new JavaRuntime(options).flags("training", JavaRuntime.ownClassPath()),
        List.of(Stack.class.getName(), "train"),
        log);
  }

  /** Prints each part as it becomes ready; true when all are. */
  private boolean follow(StackOptions options, Process supervisor) throws InterruptedException {
    var began = clock.instant();
    while (true) {
      var ended = supervisor.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
      var state = StackState.read(options.stateDirectory());
      state.ifPresent(found -> found.parts().forEach(part -> tell(part, began)));
      if (state.isPresent() && state.get().phase() == Phase.READY) {
        new ReadyNotice(stack.file(), clock).tell(began, Engine.EMBEDDED);
        return true;
      }
      if (ended) {
        System.err.println(
            state
                .map(StackState::failure)
                .filter(failure -> !failure.isEmpty())
                .orElseGet(
                    () ->
                        "The supervisor ended:\n"
                            + new LogFile(options.logDirectory().resolve("supervisor.log")).end()));
        return false;
      }
    }
  }

  private void tell(PartReport part, Instant began) {
    var ready = part.state() == PartState.READY || part.state() == PartState.DONE;
    if (ready && told.add(part.name())) {
      System.out.printf(
          Locale.ROOT,
          "  %5.1f s  %-17s %s%n",
          seconds(began, part.since()),
          part.name(),
          part.port() == 0 ? "done" : "ready at localhost:" + part.port());
    }
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  /** Ctrl-C. */
  private static void stop(Process supervisor) {
    System.out.println("Stopping.");
    supervisor.destroy();
    supervisor
        .onExit()
        .completeOnTimeout(supervisor, STOP_WITHIN.toSeconds(), TimeUnit.SECONDS)
        .join();
  }
}
