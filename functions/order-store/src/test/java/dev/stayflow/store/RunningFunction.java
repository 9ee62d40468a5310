package dev.stayflow.store;

import dev.stayflow.runtime.FunctionProcess;
import dev.stayflow.runtime.FunctionWiring;
import dev.stayflow.runtime.RecordingSink;
import dev.stayflow.runtime.TestClient;
import dev.stayflow.runtime.TestTokens;
import java.util.HashMap;
import java.util.Map;

/**
 * A function on the {@link TestDatabase}, with a sink of its own that stands for the Broker, and
 * reached over HTTP as everybody else reaches it. Call {@link #reset} before each test.
 */
public final class RunningFunction implements AutoCloseable {
  private final FunctionProcess process;
  private final RecordingSink sink;
  private final TestClient client;

  private RunningFunction(FunctionProcess process, RecordingSink sink) {
    this.process = process;
    this.sink = sink;
    this.client = new TestClient(process.uri());
  }

  /** Starts the function on a free port. */
  public static RunningFunction start(String name, FunctionWiring wiring) {
    return start(name, wiring, Map.of());
  }

  /**
   * Starts the function on a free port.
   *
   * @param settings more environment variables, or others than usual
   */
  public static RunningFunction start(
      String name, FunctionWiring wiring, Map<String, String> settings) {
    RecordingSink sink = RecordingSink.start();
    Map<String, String> environment = environment(sink);
    environment.putAll(settings);
    return new RunningFunction(FunctionProcess.start(name, wiring, environment), sink);
  }

  /**
   * The environment variables of a function on the test database and a free port. It waits for its
   * sink for as long as a busy machine may take, so that what a test asks for has arrived.
   */
  public static Map<String, String> environment(RecordingSink sink) {
    Map<String, String> environment = new HashMap<>(TestDatabase.started().environment());
    environment.putAll(TestTokens.settings());
    environment.put("PORT", "0");
    environment.put("K_SINK", sink.uri().toString());
    environment.put("PUBLISH_WITHIN", "PT20S");
    return environment;
  }

  /** Calls the function. */
  public TestClient client() {
    return client;
  }

  /** Where its events go. */
  public RecordingSink sink() {
    return sink;
  }

  /**
   * What {@code /metrics} shows now.
   *
   * @param name with its labels, as it stands there
   */
  public double figure(String name) {
    return client
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("/metrics does not show " + name));
  }

  /** Forgets orders, payments and events, and lets the sink accept again. */
  public void reset() {
    TestDatabase.started().reset();
    sink.clear();
    sink.answer(202);
  }

  @Override
  public void close() {
    process.close();
    sink.close();
  }
}
