package dev.stayflow.local.servers;

import java.nio.file.Path;

/** Kafka as a process of its own: {@code KafkaServerProcess <state directory> <port>}. */
public final class KafkaServerProcess {
  private KafkaServerProcess() {}

  /** Runs until SIGTERM; exit code 1 and one line when it cannot start. */
  public static void main(String[] arguments) {
    if (arguments.length != 2) {
      System.err.println("Usage: KafkaServerProcess <state directory> <port>");
      System.exit(2);
    }
    try {
      var server = KafkaServer.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
      Runtime.getRuntime().addShutdownHook(new Thread(server::close));
      System.out.println("Kafka accepts clients at " + server.bootstrapServers());
    } catch (ServerFailure e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
