package dev.stayflow.local.servers;

/** Another process already listens on the port that a server was asked to use. */
public final class PortTaken extends ServerFailure {
  private final int port;

  PortTaken(String server, int port) {
    super(
        "Port %d, wanted by %s, is already in use: stop the process that listens there, or choose another port."
            .formatted(port, server));
    this.port = port;
  }

  /** The port that is in use. */
  public int port() {
    return port;
  }
}
