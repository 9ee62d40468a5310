package dev.stayflow.local.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Java processes that tests start in order to kill them. */
final class OtherJava {
  private OtherJava() {}

  static Process run(String main, String... arguments) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        Stream.concat(
                Stream.of(java, "-cp", System.getProperty("java.class.path"), main),
                Stream.of(arguments))
            .toList();
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The process whose id is the first line of the output. */
  static ProcessHandle pidPrintedBy(Process process) throws IOException {
    var pid = process.inputReader(StandardCharsets.UTF_8).readLine();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Starts PostgreSQL, prints its process id and keeps it until killed. */
  static final class PostgresOwner {
    private PostgresOwner() {}

    public static void main(String[] arguments) {
      var server = PostgresServer.start(Path.of(arguments[0]), 0);
      System.out.println(server.process().pid());
      server.onExit().join();
    }
  }
}
