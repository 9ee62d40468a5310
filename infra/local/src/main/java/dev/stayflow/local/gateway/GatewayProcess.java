package dev.stayflow.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stayflow.local.manifests.InvalidManifests;
import dev.stayflow.local.manifests.Manifests;
import dev.stayflow.local.manifests.ProcessEnvironment;
import dev.stayflow.local.manifests.Services;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * The process that plays the gateway. Its environment: {@code PORT} (8080), {@code LISTEN_ADDRESS}
 * (every one), {@code MANIFESTS} (folder of HTTPRoutes), {@code SERVICES} (name=URL pairs), {@code
 * API_DOCUMENT} (file of the OpenAPI document), {@code FUNCTION_TIMEOUT} (how long a function may
 * take, PT1M), {@code LOG_LEVEL} (info), {@code LOG_FORMAT} (text or json). {@code GET
 * /health/ready} and {@code GET /openapi.yaml} are its own, every other path is a route's.
 */
public final class GatewayProcess implements AutoCloseable {
  static {
    // Read once by the JDK's HTTP server and client, before the first of them is made. The client
    // lets go of an idle connection before any function does; this server keeps one longer than any
    // client.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    System.setProperty("jdk.httpclient.keepalive.timeout", "5");
  }

  /** How long requests have to end after SIGTERM, in seconds. */
  private static final int GRACE = 20;

  private static final Set<String> HEALTH = Set.of("/health/live", "/health/ready");

  /** Connections that wait to be accepted. */
  private static final int BACKLOG = 1000;

  private final HttpServer server;
  private final ReverseProxy proxy;

  private GatewayProcess(HttpServer server, ReverseProxy proxy) {
    this.server = server;
    this.proxy = proxy;
  }

  /** Runs until SIGTERM; exits with 1 and one line a problem when it cannot start. */
  public static void main(String[] args) {
    try {
      GatewayProcess process = start(System.getenv());
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
   * @throws InvalidManifests with everything that is wrong in the routes
   * @throws IOException when the port is taken or the document cannot be read
   */
  public static GatewayProcess start(Map<String, String> variables) throws IOException {
    ProcessEnvironment environment = new ProcessEnvironment(variables);
    Services services = environment.services();
    Manifests manifests = Manifests.read(environment.folders("MANIFESTS"), services.names());
    ReverseProxy proxy =
        new ReverseProxy(
            new RouteTable(manifests.httpRoutes()),
            services,
            environment.duration("FUNCTION_TIMEOUT", Duration.ofMinutes(1)));
    ApiDocument document = ApiDocument.read(Path.of(environment.text("API_DOCUMENT")));
    HttpServer server = serverAt(environment.listenAt(8080));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> handle(exchange, document, proxy));
    server.start();
    return new GatewayProcess(server, proxy);
  }

  private static HttpServer serverAt(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, BACKLOG);
    } catch (BindException taken) {
      throw new IOException(
          "Port " + address.getPort() + " is taken: stop what uses it, or set PORT to another one.",
          taken);
    }
  }

  private static void handle(HttpExchange exchange, ApiDocument document, ReverseProxy proxy)
      throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (HEALTH.contains(path)) {
        exchange.sendResponseHeaders(200, -1);
      } else if (ApiDocument.PATH.equals(path)) {
        document.handle(exchange);
      } else {
        proxy.handle(exchange);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Where the gateway answers. */
  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Lets the requests under way end, then stops. */
  @Override
  public void close() {
    server.stop(GRACE);
    proxy.close();
  }
}
