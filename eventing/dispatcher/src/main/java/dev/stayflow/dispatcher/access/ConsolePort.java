package dev.stayflow.dispatcher.access;

import jakarta.servlet.ServletRequest;
import java.net.InetAddress;
import java.util.Optional;
import org.apache.catalina.connector.Connector;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * The second door of this process: people come to this port, events to the other. Each answers only
 * what belongs to it, so that a network policy can let different callers to each.
 */
public final class ConsolePort
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final Optional<Connector> connector;

  private ConsolePort(Optional<Connector> connector) {
    this.connector = connector;
  }

  /**
   * A door that is opened with the web server.
   *
   * @param port 0 for any free one
   */
  static ConsolePort at(int port) {
    var connector = new Connector();
    connector.setPort(port);
    return new ConsolePort(Optional.of(connector));
  }

  /** No door at all. */
  static ConsolePort closed() {
    return new ConsolePort(Optional.empty());
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    connector.ifPresent(
        door -> {
          listenAt(factory.getAddress(), door);
          factory.addAdditionalConnectors(door);
        });
  }

  /** The same network interface as the other door's; null for all. */
  private static void listenAt(@Nullable InetAddress address, Connector door) {
    if (address != null) {
      door.setProperty("address", address.getHostAddress());
    }
  }

  /** What it listens at once the web server has started; absent while it is closed. */
  public Optional<Integer> number() {
    return connector.map(Connector::getLocalPort);
  }

  boolean received(ServletRequest request) {
    return connector.isPresent() && request.getLocalPort() == connector.get().getLocalPort();
  }
}
