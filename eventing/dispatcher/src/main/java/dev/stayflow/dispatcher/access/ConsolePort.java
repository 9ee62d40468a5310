package dev.stayflow.dispatcher.access;

import jakarta.servlet.ServletRequest;
import org.apache.catalina.connector.Connector;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * The second door of this process: people come to this port, events to the other. Each answers only
 * what belongs to it, so that a network policy can let different callers to each.
 */
public final class ConsolePort
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
  private final Connector connector = new Connector();

  /**
   * A door that is opened with the web server.
   *
   * @param port 0 for any free one
   */
  ConsolePort(int port) {
    connector.setPort(port);
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addAdditionalConnectors(connector);
  }

  /** What it listens at once the web server has started. */
  public int number() {
    return connector.getLocalPort();
  }

  boolean received(ServletRequest request) {
    return request.getLocalPort() == number();
  }
}
