package dev.stayflow.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The description of the public paths, which the gateway hands out. */
final class ApiDocument {
  static final String PATH = "/openapi.yaml";

  private final byte[] yaml;

  private ApiDocument(byte[] yaml) {
    this.yaml = yaml;
  }

  /**
   * @throws IOException naming the setting, when there is no such file
   */
  static ApiDocument read(Path file) throws IOException {
    try {
      return new ApiDocument(Files.readAllBytes(file));
    } catch (NoSuchFileException missing) {
      throw new IOException(
          "API_DOCUMENT is \"" + file + "\", which is no file: name the OpenAPI document.",
          missing);
    }
  }

  void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Content-Type", "application/yaml");
      exchange.sendResponseHeaders(200, yaml.length);
      exchange.getResponseBody().write(yaml);
    } else {
      exchange.getResponseHeaders().set("Allow", "GET");
      GatewayProblem.METHOD_NOT_ALLOWED.answer(exchange, "Use GET.");
    }
  }
}
