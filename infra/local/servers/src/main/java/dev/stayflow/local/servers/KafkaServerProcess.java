package dev.stayflow.local.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kafka as a process of its own: {@code KafkaServerProcess <state directory> <port>}. */
public final class KafkaServerProcess {
  private KafkaServerProcess() {}

  /** Runs until SIGTERM; exit code 1 and one line when it cannot start. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("Usage: KafkaServerProcess <state directory> <port>");
      System.exit(2);
    }
    var state = Path.of(arguments[0]);
    Files.deleteIfExists(readyFile(state));
    try {
      var server = KafkaServer.start(state, Integer.parseInt(arguments[1]));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      Files.writeString(readyFile(state), Long.toString(ProcessHandle.current().pid()));
      System.out.println("Kafka accepts clients at " + server.bootstrapServers());
    } catch (ServerFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Whether the process with this id accepts clients on the directory's data. */
  public static boolean isReady(Path stateDirectory, long pid) {
    try {
      return Files.readString(readyFile(stateDirectory)).equals(Long.toString(pid));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path readyFile(Path stateDirectory) {
    return stateDirectory.resolve("ready");
  }
}
