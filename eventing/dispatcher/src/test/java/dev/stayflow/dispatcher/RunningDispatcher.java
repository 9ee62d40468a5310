package dev.stayflow.dispatcher;

import dev.stayflow.dispatcher.access.ConsolePort;
import dev.stayflow.local.servers.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dispatcher within the test's process, and the door that its users have. */
public final class RunningDispatcher implements AutoCloseable {
  /** One real Redis for the tests of this module; each test uses ids of its own. */
  public static final RedisServer REDIS = RedisServer.startTemporary();

  private final ConfigurableApplicationContext context;
  private final Door door;

  private RunningDispatcher(ConfigurableApplicationContext context) {
    this.context = context;
    var port = context.getEnvironment().getRequiredProperty("local.server.port");
    this.door = new Door(URI.create("http://localhost:" + port));
  }

  public static RunningDispatcher start(RedisServer redis, Map<String, String> settings) {
    var environment =
        new HashMap<>(
            Map.of("PORT", "0", "CONSOLE_PORT", "0", "LOG_FORMAT", "text", "LOG_LEVEL", "error"));
    environment.put("REDIS_URL", redis.url());
    environment.putAll(ConsoleClient.SETTINGS);
    environment.putAll(settings);
    return new RunningDispatcher(DispatcherApplication.start(environment));
  }

  public static RunningDispatcher start(Map<String, String> settings) {
    return start(REDIS, settings);
  }

  public Door door() {
    return door;
  }

  /** Where people and programs come in; a path prefix is not part of it. */
  public URI console() {
    return URI.create(
        "http://localhost:" + context.getBean(ConsolePort.class).number().orElseThrow());
  }

  /** Without a way to sign in there is none. */
  public boolean hasConsole() {
    return context.getBean(ConsolePort.class).number().isPresent();
  }

  /** Methods and paths that are answered, such as {@code GET /api/queues}. */
  public Set<String> operations() {
    return context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .stream()
        .flatMap(
            mapping ->
                mapping.getPatternValues().stream()
                    .flatMap(
                        path ->
                            mapping.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path)))
        .collect(Collectors.toSet());
  }

  /** Somebody at the console who may look. */
  public ConsoleClient viewer() {
    return ConsoleClient.at(console()).signIn("victor");
  }

  /** Somebody at the console who may act. */
  public ConsoleClient operator() {
    return ConsoleClient.at(console()).signIn("olga");
  }

  /** A program that may look. */
  public ConsoleClient reader() {
    return ConsoleClient.withToken(console(), "a-token-of-these-tests-that-may-read");
  }

  /** A program that may act. */
  public ConsoleClient writer() {
    return ConsoleClient.withToken(console(), "a-token-of-these-tests-that-may-write");
  }

  /** Something that is answered, on whichever port. */
  public record Mapping(String method, String path) {}

  /** All that is answered here, variables of paths filled in. */
  public List<Mapping> mappings() {
    return context.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
        .flatMap(mappings -> mappings.getHandlerMethods().keySet().stream())
        .flatMap(RunningDispatcher::mappings)
        .toList();
  }

  private static Stream<Mapping> mappings(RequestMappingInfo info) {
    var methods = info.getMethodsCondition().getMethods();
    return (methods.isEmpty() ? Set.of(RequestMethod.GET, RequestMethod.POST) : methods)
        .stream()
            .flatMap(
                method ->
                    info.getPatternValues().stream()
                        .map(path -> path.replaceAll("\\{[^}]*}|\\*+", "x"))
                        .map(path -> new Mapping(method.name(), path)));
  }

  @Override
  public void close() {
    context.close();
  }

  /** HTTP as a user speaks it. */
  public record Door(URI uri) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * Posts an event in binary mode.
     *
     * @param attributes as name and value in turn; specversion, source and type are added
     */
    public HttpResponse<String> post(String id, String data, String... attributes) {
      var request =
          HttpRequest.newBuilder(uri.resolve("/"))
              .header("ce-specversion", "1.0")
              .header("ce-id", id)
              .header("content-type", "application/json");
      var given = new HashMap<>(Map.of("source", "/test", "type", "test.asked"));
      for (var i = 0; i < attributes.length; i += 2) {
        given.put(attributes[i], attributes[i + 1]);
      }
      given.forEach((name, value) -> request.header("ce-" + name, value));
      return send(request.POST(BodyPublishers.ofString(data)));
    }

    public HttpResponse<String> post(String path, String contentType, byte[] body) {
      return send(
          HttpRequest.newBuilder(uri.resolve(path))
              .header("content-type", contentType)
              .POST(BodyPublishers.ofByteArray(body)));
    }

    public HttpResponse<String> structured(String json) {
      return post("/", "application/cloudevents+json", json.getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> batch(String json) {
      return post("/", "application/cloudevents-batch+json", json.getBytes(StandardCharsets.UTF_8));
    }

    public HttpResponse<String> get(String path) {
      return send(HttpRequest.newBuilder(uri.resolve(path)));
    }

    public JsonNode json(String path) {
      return JSON.readTree(get(path).body());
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
      try {
        return HTTP.send(request.build(), BodyHandlers.ofString());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
