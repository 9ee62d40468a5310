package dev.stayflow.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole stack of its own, on free ports with its own data, for end-to-end tests and the demo. Its
 * parts are the processes that {@code make up} runs; it ends with this Java process at the latest.
 */
public final class RunningStack implements AutoCloseable {
  private final Supervisor supervisor;
  private final StackOptions options;
  private final Thread hook = new Thread(this::stop);

  private RunningStack(Supervisor supervisor, StackOptions options) {
    this.supervisor = supervisor;
    this.options = options;
  }

  /**
   * Starts a stack whose data is deleted when it is closed; returns when all parts are ready.
   *
   * @param root the repository's directory
   * @param logDirectory one log a part; kept
   * @param settings values for {@code ${NAME:-default}} in local-stack.yml, such as {@code
   *     PAY_WITHIN=PT5S}
   * @throws StackFailure when a part does not start
   * @throws dev.stayflow.local.manifests.InvalidManifests when a file is wrong
   */
  public static RunningStack start(Path root, Path logDirectory, Map<String, String> settings) {
    var caller = new HashMap<>(System.getenv());
    caller.putAll(settings);
    var options =
        new StackOptions(
            root.toAbsolutePath().normalize(), temporary(), logDirectory, caller, true);
    var stack = new RunningStack(planned(options), options);
    Runtime.getRuntime().addShutdownHook(stack.hook);
    try {
      stack.supervisor.start();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw new StackFailure(Supervisor.reason(e), e);
    }
  }

  private static Supervisor planned(StackOptions options) {
    try {
      return new Supervisor(Planner.plan(options), InstantSource.system(), reports -> {});
    } catch (RuntimeException e) {
      delete(options.stateDirectory());
      throw e;
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("stayflow-stack");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a temporary directory", e);
    }
  }

  /** Where a service answers, without a path: {@code http://localhost:port}. */
  public URI uri(String service) {
    return supervisor.plan().addresses().uri(service);
  }

  /**
   * Another address of a service than its first.
   *
   * @param containerPort by which local-stack.yml names it
   */
  public URI uri(String service, int containerPort) {
    return supervisor.plan().addresses().uri(service, containerPort);
  }

  /** The port of a service, such as {@code postgres}. */
  public int port(String service) {
    return supervisor.plan().addresses().port(service);
  }

  /** A setting of a service as local-stack.yml has it, such as the secret of webhooks. */
  public String setting(String service, String name) {
    return supervisor.plan().addresses().file().setting(service, name);
  }

  /** A token of a guest who reads English; the functions of this stack accept it for an hour. */
  public String token(long guest) {
    return token(guest, "en");
  }

  /**
   * A token that the functions of this stack accept, valid for an hour.
   *
   * @param locale the guest's language, such as {@code zh-CN}
   */
  public String token(long guest, String locale) {
    var file = supervisor.plan().addresses().file();
    return GuestToken.of(file, guest, locale, InstantSource.system());
  }

  /** Where the data of a service lies. */
  public Path stateDirectory(String service) {
    return options.stateDirectory().resolve(service);
  }

  /** The log of a service. */
  public Path log(String service) {
    return options.logDirectory().resolve(service + ".log");
  }

  /** SIGKILL; the service is started again at once. */
  public void kill(String service) {
    supervisor.part(service).kill();
  }

  /** SIGKILL; the service stays down until {@link #release}. */
  public void hold(String service) {
    supervisor.part(service).hold();
  }

  /** Starts a held service again; returns when it is ready. */
  public void release(String service, Duration limit) {
    supervisor.part(service).release();
    awaitReady(service, limit);
  }

  /** Waits until a service, killed or not, is ready. */
  public void awaitReady(String service, Duration limit) {
    supervisor.part(service).awaitReady(limit);
  }

  /** What each part is doing. */
  public List<PartReport> parts() {
    return supervisor.reports();
  }

  /** Stops all parts and deletes their data. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // this Java process is ending, and the hook has found nothing left to do
    }
  }

  private synchronized void stop() {
    supervisor.stop();
    delete(options.stateDirectory());
  }

  private static void delete(Path directory) {
    if (Files.exists(directory)) {
      try (var files = Files.walk(directory)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot delete " + directory, e);
      }
    }
  }
}
