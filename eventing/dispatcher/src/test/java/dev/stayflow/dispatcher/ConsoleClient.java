package dev.stayflow.dispatcher;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Somebody who speaks HTTP with the console's port. Cookies are kept, redirects are not followed,
 * and forms carry the token against cross-site requests, as those of a page do.
 */
public final class ConsoleClient {
  /** The people and programs that {@link RunningDispatcher} lets in, unless a test says others. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "CONSOLE_SECRET",
          "a secret of these tests that is long enough",
          "CONSOLE_USERS",
          "victor:viewer:%1$s,olga:operator:%1$s"
              .formatted("{bcrypt}$2a$04$jjtvbOXrOpKWsYvgEc2Gl.m0XLGHBnRRlEOZf8WTZ2KPLO0DQ0Roa"),
          "CONSOLE_TOKENS",
          "reader:viewer:a-token-of-these-tests-that-may-read,"
              + "writer:operator:a-token-of-these-tests-that-may-write");

  private static final String PASSWORD = "correct horse battery";
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final JsonMapper JSON = JsonMapper.shared();

  private final URI base;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  private ConsoleClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** Nobody yet. */
  public static ConsoleClient at(URI base) {
    return new ConsoleClient(base, "");
  }

  public static ConsoleClient withToken(URI base, String token) {
    return new ConsoleClient(base, token);
  }

  /** As everybody of {@link #SETTINGS}. */
  public ConsoleClient signIn(String name) {
    var answer = signIn(name, PASSWORD);
    if (answer.statusCode() != 302 || answer.headers().firstValue("location").isEmpty()) {
      throw new AssertionError("not signed in: " + answer);
    }
    return this;
  }

  public HttpResponse<String> signIn(String name, String password) {
    return post("/sign-in", Map.of("name", name, "password", password));
  }

  public HttpResponse<String> get(String path, String... headers) {
    return send(request(path, headers));
  }

  /** What another replica answers to the same person: cookies do not tell ports apart. */
  public int at(URI replica, String path) {
    return send(HttpRequest.newBuilder(replica.resolve(path))).statusCode();
  }

  public JsonNode json(String path) {
    return JSON.readTree(get(path).body());
  }

  /** Posts a form. */
  public HttpResponse<String> post(String path, Map<String, String> fields, String... headers) {
    var form =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send("POST", path, "application/x-www-form-urlencoded", form, headers);
  }

  /** Anything else, for example JSON to the API. */
  public HttpResponse<String> send(
      String method, String path, String contentType, String body, String... headers) {
    var request = request(path, headers).header("content-type", contentType);
    if (token.isEmpty()) {
      request.header("X-XSRF-TOKEN", csrf());
    }
    return send(request.method(method, BodyPublishers.ofString(body)));
  }

  /** As a page has it for its forms and scripts. */
  public String csrf() {
    var page = get("/sign-in").body();
    var found = CSRF.matcher(page);
    if (!found.find()) {
      throw new AssertionError("no token in " + page);
    }
    return found.group(1);
  }

  /** Anything at all; only a bearer token is added. */
  public HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(base + path));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
