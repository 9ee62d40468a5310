package dev.stayflow.local.knative;

import dev.stayflow.local.manifests.InvalidManifests;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/**
 * The process that plays Knative Eventing. Its environment: {@code PORT} (8085), {@code
 * LISTEN_ADDRESS} (every one), {@code KAFKA_BROKERS}, {@code SERVICES} (name=URL pairs), {@code
 * MANIFESTS} (folders of manifests, separated by commas), {@code SHUTDOWN_GRACE} (PT20S), {@code
 * LOG_LEVEL} (info), {@code LOG_FORMAT} (text or json).
 */
public final class KnativeProcess implements AutoCloseable {
  static {
    // Read once by the JDK's HTTP server and client, before the first of them is made. The client
    // lets go of an idle connection before any server does; this server keeps one longer than any
    // client.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    System.setProperty("jdk.httpclient.keepalive.timeout", "5");
  }

  private final EventingServer server;
  private final Eventing eventing;

  private KnativeProcess(EventingServer server, Eventing eventing) {
    this.server = server;
    this.eventing = eventing;
  }

  /** Runs until SIGTERM; exits with 1 and one line a problem when it cannot start. */
  public static void main(String[] args) {
    try {
      KnativeProcess process = start(System.getenv());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    process.close();
                    Runtime.getRuntime().halt(0);
                  }));
    } catch (InvalidManifests | IllegalArgumentException | IOException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(1);
    }
  }

  /**
   * Starts with the given environment; port 0 takes a free one.
   *
   * @throws IllegalArgumentException naming the variable that is wrong
   * @throws InvalidManifests with everything that is wrong in the manifests
   * @throws IOException when the port is taken
   */
  public static KnativeProcess start(Map<String, String> environment) throws IOException {
    KnativeSettings settings = KnativeSettings.read(environment);
    EventingServer server = serverAt(settings.address());
    Eventing eventing = new Eventing(settings, server.uri(), InstantSource.system());
    server.serve(eventing);
    return new KnativeProcess(server, eventing);
  }

  private static EventingServer serverAt(InetSocketAddress address) throws IOException {
    try {
      return new EventingServer(address);
    } catch (BindException taken) {
      throw new IOException(
          "Port " + address.getPort() + " is taken: stop what uses it, or set PORT to another one.",
          taken);
    }
  }

  /** Where the Brokers' ingress answers. */
  public URI uri() {
    return server.uri();
  }

  /** Lets what is under way end, then stops. */
  @Override
  public void close() {
    eventing.drain();
    server.close();
    eventing.close();
  }
}
