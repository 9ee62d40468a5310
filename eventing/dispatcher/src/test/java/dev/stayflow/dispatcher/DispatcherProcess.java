package dev.stayflow.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stayflow.dispatcher.RunningDispatcher.Door;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A dispatcher as users run it, so that it can be killed. */
final class DispatcherProcess {
  private DispatcherProcess() {}

  /**
   * Starts one; what it says on both outputs goes to one place.
   *
   * @param option of the Java runtime
   */
  static Process start(String option, ProcessBuilder.Redirect output, Map<String, String> settings)
      throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classpath = System.getProperty("java.class.path");
    var main = DispatcherApplication.class.getName();
    var builder =
        new ProcessBuilder(List.of(java, "-XX:+UseSerialGC", option, "-cp", classpath, main))
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().putAll(settings);
    return builder.start();
  }

  /** Its door, once it is ready. */
  static Door ready(Process process, int port, Duration limit) {
    var door = new Door(URI.create("http://localhost:" + port));
    await()
        .atMost(limit)
        .ignoreExceptions()
        .until(() -> !process.isAlive() || door.get("/health/ready").statusCode() == 200);
    assertThat(process.isAlive()).isTrue();
    return door;
  }
}
