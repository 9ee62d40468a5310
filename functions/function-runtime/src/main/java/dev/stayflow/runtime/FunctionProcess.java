package dev.stayflow.runtime;

import java.net.URI;
import java.util.Map;

/**
 * One function as a process: binds the port, builds the beans, answers requests until it is told to
 * stop.
 */
public final class FunctionProcess implements AutoCloseable {
  private FunctionProcess() {}

  /**
   * Runs the function until SIGTERM; the whole body of a {@code main} method. Settings come from
   * environment variables; wrong ones are all printed, and the process ends with exit code 1. After
   * SIGTERM it ends with exit code 0.
   *
   * @param name the function's name with hyphens, as in func.yaml; its bean has the same name in
   *     camel case
   */
  public static void run(String name, FunctionWiring wiring) {
    start(name, wiring, System.getenv());
  }

  /**
   * Starts the function within this process, for tests.
   *
   * @param environment instead of the environment variables; {@code PORT=0} takes a free port
   * @throws InvalidSettings when settings are missing or wrong
   */
  public static FunctionProcess start(
      String name, FunctionWiring wiring, Map<String, String> environment) {
    return new FunctionProcess();
  }

  /** The port that it listens on. */
  public int port() {
    return 0;
  }

  /** The function's address on this machine, ending in {@code /}. */
  public URI uri() {
    return URI.create("http://localhost:" + port() + "/");
  }

  /** Does what SIGTERM does: takes no more requests, finishes those under way, closes the beans. */
  @Override
  public void close() {}
}
