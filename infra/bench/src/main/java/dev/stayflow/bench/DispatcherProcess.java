package dev.stayflow.bench;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The dispatcher as users run it: a process of its own. */
final class DispatcherProcess {
  private DispatcherProcess() {}

  /**
   * Returns when it is ready.
   *
   * @param classpath of the dispatcher
   * @param log where its log goes
   */
  static ServiceProcess start(String classpath, URI redis, LocalSink sink, Path log) {
    return ServiceProcess.start(
        "The dispatcher",
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx768m",
            "-cp",
            classpath,
            "dev.stayflow.dispatcher.DispatcherApplication"),
        Map.of(
            "CONSOLE_PORT", "0",
            "REDIS_URL", redis.toString(),
            "K_SINK", sink.url()),
        log);
  }
}
