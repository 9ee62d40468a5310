package dev.stayflow.local.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** TCP ports of this machine. */
public final class Ports {
  private static final int CONNECT_MILLIS = 500;
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;

  /** Begins anywhere, so that Java processes side by side seldom ask for the same port. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(LAST - FIRST));

  private Ports() {}

  /**
   * A port that nobody listened on a moment ago, another at each call. It lies below the range from
   * which systems take the ports of outgoing connections: one of those could else have it by the
   * time a killed server comes back.
   */
  public static int free() {
    for (int tries = 0; tries < LAST - FIRST; tries++) {
      int port = FIRST + NEXT.getAndIncrement() % (LAST - FIRST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new ServerFailure("No free port from %d to %d".formatted(FIRST, LAST));
  }

  /** Like {@link #free()}, for a node of a Redis Cluster, which takes the port + 10,000 as well. */
  static int freeForClusterNode() {
    var port = free();
    while (!isFree(port + 10_000)) {
      port = free();
    }
    return port;
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** Whether some process accepts connections on the port. */
  public static boolean isTaken(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The port to use for {@code server}: a free one for 0, else {@code port} unless it is taken. */
  static int choose(String server, int port) {
    if (port == 0) {
      return free();
    }
    if (isTaken(port)) {
      throw new PortTaken(server, port);
    }
    return port;
  }
}
