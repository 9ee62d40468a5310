package dev.stayflow.runtime;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One function as a process: listens, builds the beans, answers requests until it is told to stop.
 */
public final class FunctionProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionProcess.class);

  /**
   * The part of the grace period that is kept for closing the beans, flushing what they hold, after
   * the last request.
   */
  private static final int SHARE_FOR_CLOSING = 4;

  private final String name;
  private final Front front;
  private final HostedFunction function;
  private final Health health;
  private final Duration grace;

  private FunctionProcess(
      String name, Front front, HostedFunction function, Health health, Duration grace) {
    this.name = name;
    this.front = front;
    this.function = function;
    this.health = health;
    this.grace = grace;
  }

  /**
   * Runs the function until SIGTERM; the whole body of a {@code main} method. Settings come from
   * environment variables; wrong ones are all printed, and the process ends with exit code 1. After
   * SIGTERM it ends with exit code 0.
   *
   * @param name the function's name with hyphens, as in func.yaml; its bean has the same name in
   *     camel case
   */
  @SuppressWarnings("SystemExitOutsideMain") // it is the body of main
  public static void run(String name, FunctionWiring wiring) {
    try {
      FunctionProcess process = start(name, wiring, System.getenv());
      Runtime.getRuntime().addShutdownHook(new Thread(process::terminate, "sigterm"));
      process.announce();
    } catch (InvalidSettings wrong) {
      System.err.println(name + " cannot start, its settings are not right:");
      wrong.problems().forEach(problem -> System.err.println("  " + problem));
      System.exit(1);
    } catch (RuntimeException fault) {
      LOG.atError().setCause(fault).log("{} cannot start", name);
      System.exit(1);
    }
  }

  /**
   * Starts the function within this process, for tests.
   *
   * @param environment instead of the environment variables; {@code PORT=0} takes a free port
   * @throws InvalidSettings when settings are missing or wrong
   */
  public static FunctionProcess start(
      String name, FunctionWiring wiring, Map<String, String> environment) {
    var settings = new Settings(environment);
    int port = settings.integer("PORT", 8080, 0, 65535);
    Duration grace = settings.duration("SHUTDOWN_GRACE", Duration.ofSeconds(20));
    boolean loopbackOnly = DevelopmentGuest.from(settings).isPresent();
    Optional<DevelopmentExample> example = DevelopmentExample.from(settings);
    EventsFrom host = settings.choice("EVENTS_FROM", EventsFrom.KNATIVE);
    var health = new Health();
    var metrics = new Metrics(name);
    CompletableFuture<Front> opening =
        CompletableFuture.supplyAsync(
            () -> open(port, loopbackOnly, health, metrics, host),
            task -> Thread.ofPlatform().start(task));
    try {
      HostedFunction function =
          HostedFunction.start(name, wiring, settings, example, health, metrics);
      Front front;
      try {
        front = opening.join();
      } catch (CompletionException notOpened) {
        function.close();
        throw notOpened.getCause() instanceof InvalidSettings taken ? taken : notOpened;
      }
      front.serve(function.door());
      LOG.atInfo()
          .addKeyValue("settings", settings.effective())
          .log("{} listens on port {}", name, front.port());
      return new FunctionProcess(name, front, function, health, grace);
    } catch (RuntimeException notStarted) {
      closeOnceOpen(opening);
      throw notStarted;
    }
  }

  private static void closeOnceOpen(CompletableFuture<Front> opening) {
    try {
      opening.join().close();
    } catch (CompletionException neverOpened) {
      LOG.atDebug().setCause(neverOpened).log("there was nothing to close");
    }
  }

  private static Front open(
      int port, boolean loopbackOnly, Health health, Metrics metrics, EventsFrom host) {
    try {
      return Front.open(port, loopbackOnly, health, metrics, host);
    } catch (BindException taken) {
      throw new InvalidSettings(
          List.of("PORT: '%d' is taken by another process; expected a free port".formatted(port)));
    } catch (IOException fault) {
      throw new IllegalStateException("cannot listen on port " + port, fault);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return front.port();
  }

  /** The function's address on this machine, ending in {@code /}. */
  public URI uri() {
    return URI.create("http://localhost:" + port() + "/");
  }

  /** Does what SIGTERM does: takes no more requests, finishes those under way, closes the beans. */
  @Override
  public void close() {
    front.stop(grace.minus(grace.dividedBy(SHARE_FOR_CLOSING)));
    function.close();
  }

  /** Says once how long it took from the start of the JVM until requests can be answered. */
  private void announce() {
    Thread.startVirtualThread(
        () -> {
          if (health.awaitReady()) {
            long started = ManagementFactory.getRuntimeMXBean().getStartTime();
            LOG.atInfo()
                .addKeyValue("start_ms", System.currentTimeMillis() - started)
                .log("{} is ready", name);
          }
        });
  }

  private void terminate() {
    LOG.info("{} was asked to stop", name);
    Thread closing = Thread.ofPlatform().daemon().start(this::close);
    try {
      if (closing.join(grace)) {
        LOG.info("{} has stopped", name);
      } else {
        LOG.error("{} did not finish within SHUTDOWN_GRACE ({}); ends with work left", name, grace);
      }
    } catch (InterruptedException impatient) {
      LOG.error("{} was interrupted while stopping", name);
    }
    // A JVM that leaves because of SIGTERM reports 143; a stop that was asked for is a success.
    Runtime.getRuntime().halt(0);
  }
}
