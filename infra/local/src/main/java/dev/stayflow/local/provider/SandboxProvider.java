package dev.stayflow.local.provider;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sandbox payment provider as a process: opens payments, closes them, gives their money back,
 * lets the guest's side be played by {@code POST /v1/payments/{paymentSn}/complete} or a page, and
 * tells the merchant by webhook. It forgets nothing over a restart.
 */
public final class SandboxProvider implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final Webhooks webhooks;

  private SandboxProvider(Settings settings, InstantSource clock) throws IOException {
    var json =
        JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    var book = new PaymentBook(settings.stateDirectory(), clock, json);
    webhooks =
        new Webhooks(settings.webhookUrl(), new Webhook(settings.secret()), book, clock, json);
    server = HttpServer.create(new InetSocketAddress(settings.address(), settings.port()), 0);
    var publicUrl = settings.publicUrl().isEmpty() ? uri().toString() : settings.publicUrl();
    server.createContext(
        "/",
        new ProviderApi(
            Stream.concat(
                    new PaymentApi(book, webhooks, publicUrl, json).routes(),
                    new RefundApi(book, webhooks, json).routes())
                .toList(),
            json));
    server.setExecutor(requests);
    server.start();
    webhooks.resume();
  }

  /**
   * @param port 0 for a free one
   * @param address the interface to listen on
   * @param publicUrl what checkout links begin with; empty for the address on this machine
   * @param webhookUrl where the merchant takes webhooks
   * @param secret {@code whsec_} and base64, shared with the merchant
   */
  record Settings(
      int port,
      String address,
      String publicUrl,
      URI webhookUrl,
      String secret,
      Path stateDirectory) {
    static Settings of(Map<String, String> environment) {
      return new Settings(
          Integer.parseInt(environment.getOrDefault("PORT", "8090")),
          environment.getOrDefault("LISTEN_ADDRESS", "0.0.0.0"),
          environment.getOrDefault("PUBLIC_URL", ""),
          URI.create(required(environment, "WEBHOOK_URL")),
          required(environment, "SANDBOX_WEBHOOK_SECRET"),
          Path.of(required(environment, "STATE_DIRECTORY")));
    }

    private static String required(Map<String, String> environment, String name) {
      var value = environment.get(name);
      if (value == null || value.isBlank()) {
        throw new IllegalArgumentException("The environment variable " + name + " is missing.");
      }
      return value;
    }
  }

  /** Runs until SIGTERM; exit code 1 and one line when a setting is wrong or the port is taken. */
  public static void main(String[] arguments) {
    try {
      var provider = start(System.getenv(), InstantSource.system());
      Runtime.getRuntime().addShutdownHook(new Thread(provider::close));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /**
   * Starts with the given environment.
   *
   * @throws IllegalArgumentException naming the setting that is missing
   * @throws UncheckedIOException when the port is taken
   */
  public static SandboxProvider start(Map<String, String> environment, InstantSource clock) {
    var settings = Settings.of(environment);
    try {
      return new SandboxProvider(settings, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot listen on port %d: %s".formatted(settings.port(), e.getMessage()), e);
    }
  }

  /** Where it answers on this machine. */
  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
    webhooks.close();
  }
}
