package dev.stayflow.delayedtasks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process that runs tasks and writes them to a log, made to be killed.
 *
 * @param kills of the processes that wrote to the log before
 */
record KilledProcess(Process process, String url, String queue, Path log, int kills)
    implements AutoCloseable {

  static KilledProcess start(String url, String queue, Path log) throws IOException {
    return new KilledProcess(run(url, queue, log), url, queue, log, 0);
  }

  /** By SIGKILL; another one takes its place. */
  KilledProcess killedAndStarted() throws IOException {
    close();
    return new KilledProcess(run(url, queue, log), url, queue, log, kills + 1);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static Process run(String url, String queue, Path log) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledProcess.class.getName(),
                url,
                queue,
                log.toString()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Ends with the process that started it, whose end closes the input. */
  public static void main(String[] arguments) throws IOException {
    var redis = RedisConnection.open(RedisSettings.of(arguments[0]));
    var options = ServerOptions.of(arguments[1]).withLease(Duration.ofSeconds(2));
    var log = EffectLog.open(Path.of(arguments[2]));
    Work.serve(
        redis,
        options,
        run -> {
          EffectLog.append(log, run);
          return new Outcome.Done();
        });
    while (System.in.read() >= 0) {}
    Runtime.getRuntime().halt(0);
  }
}
