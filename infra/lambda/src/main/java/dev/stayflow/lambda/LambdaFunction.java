package dev.stayflow.lambda;

import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.HostedFunction;
import java.time.Duration;
import java.util.Map;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The function that {@code FUNCTION} and {@code FUNCTION_WIRING} name, within one environment of
 * Lambda.
 *
 * <p>A snapshot (SnapStart) is brought back many times, and long after it was taken. Therefore it
 * holds classes, loaded and warm, but nothing of a function: all beans are closed before it and
 * made anew after it, and with them connections, keys that were fetched, secrets and generators.
 */
final class LambdaFunction implements Resource {
  private static final Logger LOG = LoggerFactory.getLogger(LambdaFunction.class);

  /** Of the ten seconds that Lambda gives to a start or a restore. */
  private static final Duration READY_WITHIN = Duration.ofSeconds(6);

  private static final byte[] NOTHING = {'{', '}'};

  private final String name;
  private final FunctionWiring wiring;
  private final Map<String, String> environment;
  private volatile HostedFunction running;

  private LambdaFunction(String name, FunctionWiring wiring, Map<String, String> environment) {
    this.name = name;
    this.wiring = wiring;
    this.environment = environment;
    this.running = start();
  }

  /**
   * Starts it, and lets snapshots know of it.
   *
   * @throws IllegalStateException when the two variables name no function
   * @throws dev.stayflow.runtime.InvalidSettings when its settings are missing or wrong
   */
  static LambdaFunction fromEnvironment() {
    Map<String, String> environment = System.getenv();
    var function =
        new LambdaFunction(
            required(environment, "FUNCTION"),
            wiring(required(environment, "FUNCTION_WIRING")),
            environment);
    Core.getGlobalContext().register(function);
    return function;
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty()) {
      throw new IllegalStateException(
          name
              + ": not set; expected "
              + (name.equals("FUNCTION")
                  ? "the function's name, as in func.yaml"
                  : "the class that wires the function"));
    }
    return value;
  }

  private static FunctionWiring wiring(String className) {
    try {
      return Class.forName(className)
          .asSubclass(FunctionWiring.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException none) {
      throw new IllegalStateException(
          "FUNCTION_WIRING: '%s' is no FunctionWiring in this package".formatted(className), none);
    }
  }

  private HostedFunction start() {
    HostedFunction function = HostedFunction.start(name, wiring, environment);
    if (!function.awaitReady(READY_WITHIN)) {
      // It answers for itself that what it needs is away; an environment that fails to start would
      // be tried again at once, by each caller.
      LOG.atWarn()
          .addKeyValue("within", READY_WITHIN)
          .log("{} starts without all that it needs", name);
    }
    return function;
  }

  /** What calls are to be given to now. */
  HostedFunction running() {
    return running;
  }

  /** Calls it as anybody might who knows nothing, and closes it. */
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    // Changes nothing, being nobody's request and no event, and loads what a first call would.
    running.request("POST", "/", Map.of("content-type", "application/json"), NOTHING);
    running.close();
    LOG.info("{} is closed for a snapshot", name);
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    long begun = System.nanoTime();
    running = start();
    LOG.atInfo()
        .addKeyValue("restore_ms", Duration.ofNanos(System.nanoTime() - begun).toMillis())
        .log("{} is back from a snapshot", name);
  }
}
